"""The estimators. All of them stand on one object, the `EventTable`: how many events and censorings there
were at each distinct time, in each group. Rows are collapsed to it once; after that every curve, test and
table costs the number of distinct times, whatever the number of patients.

The reference for every number is R's package survival; where lifelines or the textbooks' variants differ it
is said beside the code.
"""
