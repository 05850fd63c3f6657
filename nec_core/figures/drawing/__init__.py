"""Any picture as marks on a page: laid out once (`sheet`, `panel`, `blocks`), drawn twice (`paper`, `screen`)."""
