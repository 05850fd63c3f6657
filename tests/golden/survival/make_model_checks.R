# What a model hangs on, from R: residuals(fit, "dfbeta"); the likelihood-ratio test of a restricted cubic spline against a
# straight line; and that of products with the strata against one effect for all.
# Run in this folder, after make_goldens.R has written data/:  Rscript make_model_checks.R
#
# A restricted cubic spline with knots k1 < ... < kq spans the same functions as splines::ns with the inner ones as knots
# and the outer ones as boundary, so that the tests are the same whatever the basis (Harrell FE. Regression Modeling
# Strategies. Springer 2015, section 2.4; knots at its quantiles, table 2.3).
suppressMessages({library(survival); library(splines)}); options(warn = 1)

json <- function(x) {
  if (is.list(x)) return(paste0("{", paste(sprintf("\"%s\":%s", names(x), vapply(x, json, "")), collapse = ","), "}"))
  one <- if (is.character(x)) sprintf("\"%s\"", x) else ifelse(is.finite(x), sprintf("%.15g", x), "null")
  if (length(x) == 1 && !inherits(x, "AsIs")) one else paste0("[", paste(one, collapse = ","), "]")
}
v <- function(x) I(unname(x))
tight <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50)
data <- function(name) read.csv(file.path("data", paste0(name, ".csv")), strip.white = TRUE)
fit <- function(f, d) coxph(f, data = d, ties = "efron", control = tight, x = TRUE, y = TRUE, model = TRUE)

dfbeta <- function(f, d) {
  environment(f) <- environment() # residuals looks for d there
  r <- as.matrix(residuals(fit(f, d), "dfbeta"))
  list(formula = paste(deparse(f), collapse = ""), dfbeta = setNames(lapply(seq_len(ncol(r)), function(i) v(r[, i])),
                                                                     paste0("column", seq_len(ncol(r)))))
}
versus <- function(small, large) {
  k <- sum(!is.na(coef(large))) - sum(!is.na(coef(small))); chi2 <- 2 * (large$loglik[2] - small$loglik[2])
  list(chi2 = chi2, df = k, p = pchisq(chi2, k, lower.tail = FALSE))
}
q <- last <- NULL # formulas look for them here
curved <- function(d, x, others, at) {
  d <- d[complete.cases(d[c(x, others$variables)]), ]
  q <<- unique(unname(quantile(d[[x]], at))); d$x <- d[[x]]; last <<- length(q)
  rest <- if (length(others$terms)) paste("+", paste(others$terms, collapse = " + ")) else ""
  straight <- fit(as.formula(paste("Surv(t, e) ~ x", rest)), d)
  bent <- fit(as.formula(paste("Surv(t, e) ~ ns(x, knots = q[2:(last - 1)], Boundary.knots = q[c(1, last)])", rest)), d)
  c(list(variable = x, knots = v(q)), versus(straight, bent))
}
none <- list(variables = character(0), terms = character(0))
four <- c(.05, .35, .65, .95)
lung <- data("lung"); veteran <- data("veteran"); kidney <- data("kidney"); heart <- data("heart"); gbsg <- data("gbsg")

between <- function(d, x, others, strata) {
  d <- d[complete.cases(d[c(x, others$variables, strata)]), ]
  rest <- if (length(others$terms)) paste("+", paste(others$terms, collapse = " + ")) else ""
  d$s <- factor(d[[strata]])
  one <- fit(as.formula(paste("Surv(t, e) ~", x, "+ strata(s)", rest)), d)
  each <- fit(as.formula(paste("Surv(t, e) ~", x, "+", x, ":s + strata(s)", rest)), d)
  c(list(variable = x), versus(one, each))
}
only <- function(variables, terms = variables) list(variables = variables, terms = terms)

writeLines(json(list(made_by = "make_model_checks.R",
  versions = list(r = R.version.string, survival = as.character(packageVersion("survival"))),
  cases = list(
    dfbeta = list(aml = dfbeta(Surv(t, e) ~ g, data("aml")),
      lung_many = dfbeta(Surv(t, e) ~ age + factor(sex) + ecog, lung),
      kidney = dfbeta(Surv(t, e) ~ age + g + disease, kidney),
      heart = dfbeta(Surv(start, stop, event) ~ age + transplant, heart),
      veteran_strata = dfbeta(Surv(t, e) ~ karno + age + strata(g), veteran)),
    linearity = list(lung_age = curved(lung, "age", only(c("sex", "ecog")), four),
      veteran_karno = curved(veteran, "karno", only(c("g", "trt"), c("factor(g)", "trt")), four),
      gbsg_nodes = curved(gbsg, "nodes", none, four),
      veteran_first = curved(veteran[1:29, ], "karno", none, c(.1, .5, .9)),
      gbsg_size = curved(gbsg, "size", only(c("age", "nodes")), four)),
    heterogeneity = list(veteran_karno = between(veteran, "karno", only("age"), "g"),
      lung_age = between(lung, "age", none, "ecog"),
      gbsg_nodes = between(gbsg, "nodes", only("size"), "grade"))))), "model_checks.json")
