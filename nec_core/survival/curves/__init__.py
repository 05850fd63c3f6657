"""One group: curves, their values at chosen times, quantiles and means."""
