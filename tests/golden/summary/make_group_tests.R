# Tests of Table 1, from base R: chisq.test(correct = FALSE), fisher.test, kruskal.test, oneway.test.
# Run in this folder:  Rscript make_group_tests.R    Reads tests/golden/survival/data.
options(warn = -1)

json <- function(x) {
  if (is.list(x)) return(paste0("{", paste(sprintf("\"%s\":%s", names(x), vapply(x, json, "")), collapse = ","), "}"))
  one <- if (is.character(x)) sprintf("\"%s\"", x) else ifelse(is.finite(x), sprintf("%.17g", x), "null")
  one[is.na(x)] <- "null"
  if (length(x) == 1 && !inherits(x, "AsIs")) one else paste0("[", paste(one, collapse = ","), "]")
}
whole <- function(t) list(rows = nrow(t), counts = I(as.vector(t(t))))

# ---- tables of counts: groups are rows
category <- function(...) {
  t <- do.call(rbind, list(...)); chi <- chisq.test(t, correct = FALSE)
  exact <- tryCatch(fisher.test(t, workspace = 2e8)$p.value, error = function(e) NA)
  c(whole(t), list(expected = min(chi$expected), chi2 = unname(chi$statistic), df = unname(chi$parameter),
                   pearson = chi$p.value, fisher = exact))
}
categories <- list(
  two_by_two = category(c(8, 2), c(1, 5)), two_by_two_large = category(c(40, 60), c(55, 45)),
  two_by_two_even = category(c(3, 3), c(3, 3)), two_by_two_zero = category(c(7, 0), c(4, 5)),
  two_by_two_just_under = category(c(4, 6), c(5, 6)), two_by_two_ties = category(c(2, 4), c(4, 2)),
  two_by_three = category(c(5, 3, 7), c(9, 2, 4)), two_by_three_zero = category(c(6, 0, 2), c(1, 4, 3)),
  two_by_four = category(c(10, 12, 8, 3), c(7, 9, 15, 1)), two_by_four_large = category(c(30, 42, 28, 33), c(27, 39, 45, 21)),
  two_by_six = category(c(4, 0, 1, 3, 2, 1), c(0, 3, 2, 2, 0, 5)), two_by_eight = category(c(1, 2, 3, 4, 3, 2, 1, 1), c(4, 3, 2, 1, 1, 2, 3, 0)),
  three_by_two = category(c(3, 9), c(6, 2), c(8, 8)), three_by_two_large = category(c(30, 19), c(26, 22), c(18, 38)),
  three_by_three = category(c(3, 1, 2), c(0, 4, 3), c(5, 1, 1)), three_by_three_large = category(c(20, 15, 11), c(14, 24, 13), c(15, 21, 31)),
  three_by_four = category(c(3, 2, 0, 4), c(1, 5, 2, 0), c(2, 2, 6, 1)), three_by_five = category(c(6, 1, 0, 2, 3), c(1, 4, 2, 2, 0), c(0, 2, 5, 1, 4)),
  four_by_two = category(c(1, 7), c(4, 4), c(6, 2), c(3, 1)), four_by_three = category(c(4, 1, 2), c(2, 3, 0), c(1, 1, 5), c(0, 2, 3)),
  four_by_four = category(c(5, 0, 1, 2), c(1, 4, 1, 0), c(0, 2, 6, 1), c(1, 1, 1, 4)), five_by_three = category(c(2, 1, 0), c(0, 3, 1), c(1, 1, 2), c(3, 0, 1), c(0, 2, 2)),
  same_shares = category(c(2, 4, 6), c(1, 2, 3)), one_apart = category(c(1, 19), c(0, 20)),
  unequal_sizes = category(c(2, 1), c(300, 40)), job_satisfaction = category(c(1, 2, 1, 0), c(3, 3, 6, 1), c(10, 10, 14, 9), c(6, 7, 12, 11)))

# ---- numbers: values group by group
number <- function(...) {
  groups <- list(...); x <- unlist(groups); g <- factor(rep(seq_along(groups), lengths(groups)))
  k <- kruskal.test(x, g); w <- tryCatch(oneway.test(x ~ g, var.equal = FALSE), error = function(e) NULL)
  list(sizes = I(lengths(groups)), values = I(x), h = unname(k$statistic), h_df = unname(k$parameter), kruskal = k$p.value,
       f = if (is.null(w)) NA else unname(w$statistic), f_df = if (is.null(w)) I(c(NA, NA)) else I(unname(w$parameter)),
       welch = if (is.null(w)) NA else w$p.value)
}
veteran <- read.csv("../survival/data/veteran.csv"); lung <- read.csv("../survival/data/lung.csv")
gbsg <- read.csv("../survival/data/gbsg.csv"); mgus <- read.csv("../survival/data/mgus2.csv")
by <- function(x, g) do.call(number, unname(lapply(split(x, g), function(v) v[!is.na(v)])))
numbers <- list(
  two = number(c(31, 45, 52, 60, 71), c(40, 44, 58, 66, 79, 83)), two_ties = number(c(1, 1, 2, 2, 3), c(2, 2, 3, 3, 3, 4)),
  three = number(c(1.5, 2.25, 9), c(4, 4, 4.5, 8), c(7, 12, 3)), three_ties = number(c(1, 1, 1, 2), c(1, 2, 2, 2), c(2, 2, 1, 1, 1)),
  spreads = number(c(1, 2, 3), c(10, 50, 100, 20), c(5, 5.5)), single = number(c(3), c(4, 6, 9), c(1, 2)),
  flat = number(c(2, 2, 2), c(1, 3, 5)), all_same = number(c(7, 7), c(7, 7, 7)), negative = number(c(-3, -1, 0), c(-2, 4, 1, 0)),
  veteran_age = by(veteran$age, veteran$g), veteran_karno = by(veteran$karno, veteran$g), lung_age = by(lung$age, lung$ecog),
  lung_weight = by(lung$wt, lung$sex), gbsg_nodes = by(gbsg$nodes, gbsg$grade), gbsg_age = by(gbsg$age, gbsg$g), mgus_age = by(mgus$age, mgus$g))

# ---- lines of data with blanks and a level nobody has: R's table() and na.omit leave out what is NA
ecog <- factor(lung$ecog, 0:4); taken <- !is.na(ecog)
raw <- list(ecog_by_sex = {
  t <- table(lung$sex, droplevels(ecog)); list(fisher = fisher.test(t, workspace = 2e8)$p.value, pearson = chisq.test(t, correct = FALSE)$p.value) },
  weight_by_ecog = list(kruskal = kruskal.test(wt ~ factor(ecog), lung)$p.value, welch = oneway.test(wt ~ factor(ecog), subset(lung, ecog < 3))$p.value),
  age_by_ecog = list(kruskal = kruskal.test(age ~ factor(ecog), lung)$p.value))
writeLines(json(list(made_by = "make_group_tests.R", versions = list(r = R.version.string),
  categories = categories, numbers = numbers, raw = raw)), "group_tests.json")
