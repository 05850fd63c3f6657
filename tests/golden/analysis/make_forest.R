# Hazard ratios side by side, from R: subgroups with their interactions, and a treatment naive and from landmarks.
# Run in this folder:  Rscript make_forest.R    Reads sample_data/ and lung of tests/golden/survival/data.
suppressMessages(library(survival)); options(warn = 1)

json <- function(x) {
  if (is.list(x)) return(paste0("{", paste(sprintf("\"%s\":%s", names(x), vapply(x, json, "")), collapse = ","), "}"))
  one <- if (is.character(x)) sprintf("\"%s\"", x) else ifelse(is.finite(x), sprintf("%.17g", x), "null")
  if (length(x) == 1 && !inherits(x, "AsIs")) one else paste0("[", paste(one, collapse = ","), "]")
}
v <- function(x) I(unname(x))
tight <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50)
ratio <- function(f) { s <- summary(f); v(c(s$conf.int[1, c(1, 3, 4)], s$coefficients[1, 5])) }
date <- function(x) as.Date(ifelse(x == "", NA, x))

# ---- lung: sex in subgroups of ECOG and of age cut at its median; women against men
lung <- read.csv("../survival/data/lung.csv"); lung$old <- lung$age > median(lung$age)
within <- function(d) ratio(coxph(Surv(t, e) ~ g, data = transform(d, g = factor(g, c("Male", "Female"))), control = tight))
both <- function(by) {
  d <- lung[!is.na(lung[[by]]), ]; d$by <- factor(d[[by]])
  a <- coxph(Surv(t, e) ~ g + by, data = d, control = tight); b <- coxph(Surv(t, e) ~ g * by, data = d, control = tight)
  k <- sum(!is.na(coef(b))) - sum(!is.na(coef(a))); chi2 <- 2 * (b$loglik[2] - a$loglik[2])
  list(chi2 = chi2, df = k, p = pchisq(chi2, k, lower.tail = FALSE))
}
subgroups <- list(overall = within(lung), ecog_0 = within(subset(lung, ecog == 0)), ecog_1 = within(subset(lung, ecog == 1)),
  ecog_2 = within(subset(lung, ecog == 2)), young = within(subset(lung, !old)), old = within(subset(lung, old)),
  interaction_ecog = both("ecog"), interaction_age = both("old"))

# ---- late surgery: from landmarks, months of 30.4375 days
late <- read.csv("../../../sample_data/late_surgery.csv", colClasses = "character")
days <- as.numeric(date(late$last_contact_date) - date(late$diagnosis_date)); dead <- as.integer(late$vital_status == "dead")
begun <- as.numeric(date(late$resection_date) - date(late$diagnosis_date)); ever <- late$resection == "yes"
from <- function(months) {
  mark <- months * 30.4375; there <- days > mark | (days == mark & dead == 0); by_then <- !is.na(begun) & begun <= mark
  list(n = sum(there), events = sum(dead[there]), lost = sum(!there),
       ratio = ratio(coxph(Surv(days[there] - mark, dead[there]) ~ by_then[there], control = tight)))
}
writeLines(json(list(made_by = "make_forest.R",
  versions = list(r = R.version.string, survival = as.character(packageVersion("survival"))), lung = subgroups,
  late = list(naive = ratio(coxph(Surv(days, dead) ~ ever, control = tight)), six = from(6), nine = from(9), twelve = from(12)))),
  "forest.json")
