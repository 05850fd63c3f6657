"""Who the patients are: Table 1, what stands in it, and how its groups are compared."""
