"""What a person says about guards: when a variable was known, and why a warning may stand."""
