"""The figure on the screen, by Plotly."""
