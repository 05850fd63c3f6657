# Generalised variance inflation of Cox models, from R's coxph by the definition of Fox and Monette (car::vif does the same).
# Run in this folder, after make_goldens.R has written data/:  Rscript make_inflation.R
suppressMessages(library(survival)); options(warn = 1)

tight <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50)
inflation <- function(fit) {
  r <- cov2cor(vcov(fit))
  vapply(fit$assign, function(i) (det(r[i, i, drop = FALSE]) * det(r[-i, -i, drop = FALSE]) / det(r))^(1 / length(i)), 0)
}
case <- function(formula, d) {
  f <- inflation(coxph(formula, data = d, ties = "efron", control = tight))
  sprintf('{"formula": "%s", "factor": [%s]}', paste(deparse(formula), collapse = ""), paste(sprintf("%.15g", f), collapse = ", "))
}
lung <- read.csv("data/lung.csv"); veteran <- read.csv("data/veteran.csv", strip.white = TRUE)
cases <- c(lung = case(Surv(t, e) ~ age + factor(ecog) + wt + g, lung),
           veteran = case(Surv(t, e) ~ karno + g + trt, veteran),
           veteran_strata = case(Surv(t, e) ~ karno + trt + age + strata(g), veteran))
writeLines(sprintf('{"versions": {"R": "%s", "survival": "%s"}, "cases": {%s}}', getRversion(), packageVersion("survival"),
                   paste(sprintf('"%s": %s', names(cases), cases), collapse = ",\n")), "inflation.json")
