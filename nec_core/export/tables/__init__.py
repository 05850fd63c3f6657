"""Results as tables: to read as text, to calculate on unrounded; `result_tables` says which reach which outlet."""
