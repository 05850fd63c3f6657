# Goldens of Fine and Gray's model: random cohorts and mgus2 by sex, from R's cmprsk. Writes fine_gray.json beside it:
#   Rscript make_fine_gray.R
suppressMessages({library(cmprsk); library(survival)})
set.seed(20201203)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
numbers <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ", "), "]")
case <- function(name, t, cause, x) {
  fit <- crr(t, cause, x, gtol = 1e-12)
  sprintf('    "%s": {"time": %s, "cause": %s, "x": [%s],\n      "coef": %s, "var": %s}', name, numbers(t), numbers(cause),
          paste(apply(x, 2, numbers), collapse = ", "), numbers(fit$coef), numbers(as.vector(fit$var)))
}
parts <- c()
for (i in 1:12) {
  n <- c(20, 25, 30, 40, 60, 100)[(i - 1) %% 6 + 1]
  x <- cbind(round(rnorm(n), 3), rbinom(n, 1, .4))
  t <- if (i %% 2) ceiling(rexp(n) * 15) else round(rexp(n) * 100, 3)
  chances <- if (i %% 3 == 0) c(0, .6, .4) else if (i %% 3 == 1) c(.3, .4, .3) else c(.5, .3, .2)
  parts <- c(parts, case(paste0("random_", i), t, sample(0:2, n, TRUE, chances), x))
}
m <- mgus2
m$tc <- with(m, ifelse(pstat == 0, futime, ptime))
m$cause <- with(m, ifelse(pstat == 1, 1, 2 * death))
fit <- crr(m$tc, m$cause, cbind(as.numeric(m$sex == "M")), gtol = 1e-12)
parts <- c(parts, sprintf('    "mgus2": {"coef": %s, "var": %s}', numbers(fit$coef), numbers(as.vector(fit$var))))
writeLines(c(sprintf('{"versions": {"R": "%s", "cmprsk": "%s", "survival": "3.5.3"},', getRversion(), packageVersion("cmprsk")),
             '  "cases": {', paste(parts, collapse = ",\n"), "  }\n}"), file.path(here, "fine_gray.json"))
