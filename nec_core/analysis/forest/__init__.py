"""Hazard ratios side by side, as forest plots show them: of models, of a timed treatment, of subgroups."""
