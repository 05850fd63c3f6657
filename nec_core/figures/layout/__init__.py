"""Where everything stands on a page, measured before it is drawn."""
