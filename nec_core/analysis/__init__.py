"""One plan, one door, one result: everything a page, a figure or a report shows of a survival analysis."""
