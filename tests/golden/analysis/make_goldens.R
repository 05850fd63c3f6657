# The numbers the analyses of whole cohorts must equal, from R. Run in this folder:  Rscript make_goldens.R
#
# Reads sample_data/late_surgery.csv (the 150 synthetic patients with late surgery) and the data sets of
# tests/golden/survival/data, and writes analysis.json: the answers, 17 digits, with the versions of R and the packages.
suppressMessages({library(survival); library(cmprsk)}); options(warn = 1)

json <- function(x) {
  if (is.list(x)) return(paste0("{", paste(sprintf("\"%s\":%s", names(x), vapply(x, json, "")), collapse = ","), "}"))
  one <- if (is.character(x)) sprintf("\"%s\"", x) else ifelse(is.finite(x), sprintf("%.17g", x), "null")
  if (length(x) == 1 && !inherits(x, "AsIs")) one else paste0("[", paste(one, collapse = ","), "]")
}
v <- function(x) I(unname(x))        # always a list in JSON, even of length one
tight <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50)
tail1 <- function(chi2, df = 1) pchisq(chi2, df, lower.tail = FALSE)

# ---- late surgery: naive, from a landmark, time-dependent
late <- read.csv("../../../sample_data/late_surgery.csv", colClasses = "character")
date <- function(x) as.Date(ifelse(x == "", NA, x))
days <- as.numeric(date(late$last_contact_date) - date(late$diagnosis_date))
dead <- as.integer(late$vital_status == "dead")
begun <- as.numeric(date(late$resection_date) - date(late$diagnosis_date))
naive <- survdiff(Surv(days, dead) ~ late$resection)
naive_cox <- summary(coxph(Surv(days, dead) ~ (late$resection == "yes"), control = tight))

mark <- 182.625                       # six months of 30.4375 days
there <- days > mark | (days == mark & dead == 0)
by_then <- !is.na(begun) & begun <= mark
landmark <- survdiff(Surv(days[there] - mark, dead[there]) ~ by_then[there])

rows <- do.call(rbind, lapply(seq_along(days), function(i) {
  if (is.na(begun[i]) || begun[i] >= days[i]) return(data.frame(start = 0, stop = days[i], dead = dead[i], treated = 0))
  data.frame(start = c(0, begun[i]), stop = c(begun[i], days[i]), dead = c(0, dead[i]), treated = c(0, 1)) }))
# the score test of the exact partial likelihood is the log-rank test with hypergeometric variance
byar <- coxph(Surv(start, stop, dead) ~ treated, data = rows, ties = "exact")$score
timed <- summary(coxph(Surv(start, stop, dead) ~ treated, data = rows, ties = "efron", control = tight))

# ---- mgus2: two kinds of event
mgus2 <- read.csv("../survival/data/mgus2.csv"); mgus2$state <- factor(mgus2$cause, 0:2)
gray <- cuminc(mgus2$tc, mgus2$cause, mgus2$g)$Tests
specific <- function(k) survdiff(Surv(tc, cause == k) ~ g, data = mgus2)$chisq
incidence <- function(k, sex, level) {
  f <- survfit(Surv(tc, state) ~ 1, data = mgus2[mgus2$g == sex, ], conf.int = level)
  s <- summary(f, times = c(60, 240), extend = TRUE); j <- match(as.character(k), f$states)
  list(incidence = v(s$pstate[, j]), lower = v(s$lower[, j]), upper = v(s$upper[, j])) }

# ---- lung: Cox models, alone, together and stratified
lung <- read.csv("../survival/data/lung.csv"); lung$sex <- factor(lung$g, c("Male", "Female"))
coxed <- function(formula, d = lung) {
  f <- coxph(formula, data = d, ties = "efron", control = tight, model = TRUE, x = TRUE, y = TRUE); s <- summary(f); z <- cox.zph(f)$table
  list(n = f$n, events = f$nevent, hazard_ratio = v(s$conf.int[, 1]), lower = v(s$conf.int[, 3]), upper = v(s$conf.int[, 4]),
       p = v(s$coefficients[, 5]), lr = unname(s$logtest[1]), df = unname(s$logtest[2]), concordance = unname(s$concordance[1]),
       zph_chi2 = v(z[, 1]), zph_df = v(z[, 2]), zph_p = v(z[, 3])) }

# ---- lung by sex: the tests of two groups
ninety <- summary(survfit(Surv(t, e) ~ sex, data = lung, conf.type = "log-log", conf.int = 0.9))$table
sexes <- survdiff(Surv(t, e) ~ sex, data = lung); peto <- survdiff(Surv(t, e) ~ sex, data = lung, rho = 1)

# ---- lung: the other tests, by sex and by ECOG; differences, cumulative hazards, those who have already lived
with_ecog <- subset(lung, !is.na(ecog)); with_ecog$level <- factor(with_ecog$ecog)
of_test <- function(f) list(chi2 = f$chisq, df = length(f$n) - 1)
strata_test <- function(f) list(n = sum(f$n), chi2 = f$chisq)
# Fleming-Harrington (rho, gamma), Gehan-Breslow and Tarone-Ware of two groups, from the risk sets: survdiff has rho only.
weighted <- function(d, weight) { u <- sort(unique(d$t[d$e == 1])); first <- d$sex == levels(d$sex)[1]
  n <- sapply(u, function(x) sum(d$t >= x)); n1 <- sapply(u, function(x) sum(d$t >= x & first))
  k <- sapply(u, function(x) sum(d$t == x & d$e == 1)); k1 <- sapply(u, function(x) sum(d$t == x & d$e == 1 & first))
  before <- c(1, head(cumprod(1 - k / n), -1)); w <- weight(n, before)
  variance <- ifelse(n > 1, k * (n1 / n) * (1 - n1 / n) * (n - k) / (n - 1), 0)
  sum(w * (k1 - k * n1 / n))^2 / sum(w^2 * variance) }
stopifnot(all.equal(weighted(lung, function(n, s) 1), sexes$chisq), all.equal(weighted(lung, function(n, s) s), peto$chisq))
# the score test of the exact partial likelihood is the log-rank test with hypergeometric variance
trend <- coxph(Surv(t, e) ~ ecog, data = with_ecog, ties = "exact")$score
each <- summary(survfit(Surv(t, e) ~ sex, data = lung), times = 365, extend = TRUE)
hazard <- summary(survfit(Surv(t, e) ~ sex, data = lung, stype = 2, ctype = 1), times = 365, extend = TRUE)
lived <- summary(survfit(Surv(t - 180, e) ~ sex, data = subset(lung, t > 180 | (t == 180 & e == 0)), conf.type = "log-log"),
                 times = c(180, 365), extend = TRUE)

# ---- lung with delayed entry: patient i (from 0) comes under observation 37 i modulo 150 days after time zero
late_in <- lung; late_in$entry <- (37 * (seq_len(nrow(lung)) - 1)) %% 150
late_in <- subset(late_in, entry < t)
seen <- survfit(Surv(entry, t, e) ~ sex, data = late_in, conf.type = "log-log")
seen_at <- summary(seen, times = c(180, 365), extend = TRUE)
seen_cox <- summary(coxph(Surv(entry, t, e) ~ sex, data = late_in, ties = "efron", control = tight))
seen_both <- summary(coxph(Surv(entry, t, e) ~ age + sex, data = late_in, ties = "efron", control = tight))
seen_within <- subset(late_in, !is.na(ecog))

answers <- list(
  made_by = "make_goldens.R",
  versions = list(r = R.version.string, survival = as.character(packageVersion("survival")),
                  cmprsk = as.character(packageVersion("cmprsk"))),
  late_surgery = list(
    n = length(days), events = sum(dead), treated = sum(!is.na(begun) & begun < days), median_start_days = median(begun, na.rm = TRUE),
    naive = list(chi2 = naive$chisq, p = tail1(naive$chisq), hazard_ratio = unname(naive_cox$conf.int[1, 1])),
    landmark = list(n = v(landmark$n), dropped_events = sum(days <= mark & dead == 1), dropped_censored = sum(days < mark & dead == 0),
                    chi2 = landmark$chisq, p = tail1(landmark$chisq)),
    mantel_byar = list(chi2 = byar, p = tail1(byar)),
    time_varying_cox = list(hazard_ratio = unname(timed$conf.int[1, 1]), lower = unname(timed$conf.int[1, 3]),
                            upper = unname(timed$conf.int[1, 4]), p = unname(timed$coefficients[1, 5]))),
  mgus2 = list(gray_chi2 = v(gray[, 1]), gray_p = v(gray[, 2]), specific_chi2 = v(c(specific(1), specific(2))),
               at = v(c(60, 240)), event_f = incidence(1, "F", 0.95), event_m_90 = incidence(1, "M", 0.9), competing_m = incidence(2, "M", 0.95)),
  lung = list(
    log_rank_chi2 = sexes$chisq, log_rank_p = tail1(sexes$chisq), peto_peto_chi2 = peto$chisq,
    medians_90 = list(median = v(ninety[, 7]), lower = v(ninety[, 8]), upper = v(ninety[, 9])),
    sex = coxed(Surv(t, e) ~ sex), together = coxed(Surv(t, e) ~ age + sex + ecog),
    stratified = coxed(Surv(t, e) ~ age + strata(sex)),
    tests = list(gehan_breslow = weighted(lung, function(n, s) n), tarone_ware = weighted(lung, function(n, s) sqrt(n)),
                 late = weighted(lung, function(n, s) 1 - s), early_late = weighted(lung, function(n, s) sqrt(s * (1 - s))),
                 by_ecog = of_test(survdiff(Surv(t, e) ~ level, data = with_ecog)), trend_by_ecog = trend,
                 within_ecog = strata_test(survdiff(Surv(t, e) ~ sex + strata(ecog), data = lung))),
    year = list(survival = v(each$surv), std_error = v(each$std.err), hazard = v(hazard$cumhaz), hazard_se = v(hazard$std.chaz)),
    lived_180 = list(n = v(summary(survfit(Surv(t - 180, e) ~ sex, data = subset(lung, t > 180 | (t == 180 & e == 0))))$table[, 1]),
                     survival = v(lived$surv), lower = v(lived$lower), upper = v(lived$upper)),
    delayed = list(n = nrow(late_in), events = sum(late_in$e), median = v(summary(seen)$table[, "median"]),
                   survival = v(seen_at$surv), lower = v(seen_at$lower), upper = v(seen_at$upper),
                   log_rank = coxph(Surv(entry, t, e) ~ sex, data = late_in, ties = "exact")$score,
                   log_rank_within_ecog = coxph(Surv(entry, t, e) ~ sex + strata(ecog), data = seen_within, ties = "exact")$score,
                   hazard_ratio = v(seen_cox$conf.int[, 1]), lower_ratio = v(seen_cox$conf.int[, 3]),
                   upper_ratio = v(seen_cox$conf.int[, 4]), both = v(seen_both$conf.int[, 1]))))
writeLines(json(answers), "analysis.json")
