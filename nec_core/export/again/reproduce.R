# The printed numbers worked out anew by R: package survival, and cmprsk for Gray's test and the Fine-Gray model.
# In this folder: Rscript reproduce.R
# again/expected.csv holds what the report printed, unrounded; again/<number>_*.csv the patients of each analysis. Each
# function below works out one kind of number from the patients alone. At the end: how many agree, and which do not.
suppressPackageStartupMessages(library(survival))
ENOUGH <- 8  # digits

# ---- Reading. Groups go by number: their names may be NA, 01, TRUE or hold quotes, and nothing hangs on them.
read_table <- function(name, text = character(0)) {
  file <- file.path("again", name)
  if (!file.exists(file)) return(NULL)
  lines <- readLines(file, encoding = "UTF-8", warn = FALSE)
  lines[1] <- sub("^\ufeff", "", lines[1])
  found <- read.csv(text = lines, colClasses = "character", na.strings = character(0), check.names = FALSE)
  numbers <- setdiff(names(found), text)
  found[numbers] <- lapply(found[numbers], function(x) as.numeric(ifelse(x == "", NA, x)))
  found
}
split_numbers <- function(text) as.numeric(strsplit(text, ";", fixed = TRUE)[[1]])

read_analysis <- function(line) {
  a <- as.list(line)
  for (name in c("times", "trend")) a[[name]] <- split_numbers(a[[name]])
  a$at <- strsplit(line$times, ";", fixed = TRUE)[[1]]
  a$horizon_at <- a$horizon
  a$horizon <- as.numeric(a$horizon)
  a$patients <- read_table(paste0(a$analysis, "_patients.csv"), c("group", "stratum"))
  a$treated <- read_table(paste0(a$analysis, "_treated.csv"))
  a$model <- read_table(paste0(a$analysis, "_model.csv"), "stratum")
  a$covariates <- read_table(paste0(a$analysis, "_covariates.csv"), c("column", "variable", "level", "role"))
  a$groups <- sort(unique(a$patients$group_order))
  a
}

# ---- What several numbers share.
number <- function(quantity, value, key = "", at = "")
  if (length(value)) data.frame(quantity = quantity, key = as.character(key), at = at, value = as.numeric(value))
with_limits <- function(quantity, value, lower, upper, key = "", at = "")
  rbind(number(quantity, value, key, at), number(paste0(quantity, ", lower"), lower, key, at),
        number(paste0(quantity, ", upper"), upper, key, at))
tested <- function(quantity, test, at = "")
  rbind(number(paste0(quantity, ", chi-squared"), test$chi2, "", at),
        number(paste0(quantity, ", P"), pchisq(test$chi2, test$df, lower.tail = FALSE), "", at))
beyond <- function(level) qnorm(1 - (1 - level) / 2)
two_sided <- function(z) 2 * pnorm(-abs(z))

# An entry at or before time zero stands in the files as -1: R's spells begin after their entry, and day 0 is at risk.
spells <- function(rows, event = rows$event == 1)
  if (is.null(rows$entry)) Surv(rows$time, event) else Surv(rows$entry, rows$time, event)
curve <- function(a, rows, response = spells(rows))
  survfit(response ~ 1, conf.type = a$conf_type, conf.int = a$conf_level)
of_group <- function(a, g) a$patients[a$patients$group_order == g, ]
each_group <- function(a, what) do.call(rbind, lapply(a$groups, function(g) what(g, of_group(a, g))))
others <- function(a) setdiff(a$groups, a$reference)
fit_cox <- function(formula, data)
  suppressWarnings(coxph(formula, data, ties = "efron", model = TRUE,
                         control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 100)))
ratios <- function(a, quantity, fit, keys = names(coef(fit))) {
  error <- sqrt(diag(vcov(fit)))
  rbind(with_limits(quantity, exp(coef(fit)), exp(coef(fit) - beyond(a$conf_level) * error),
                    exp(coef(fit) + beyond(a$conf_level) * error), keys),
        number(paste0(quantity, ", P"), two_sided(coef(fit) / error), keys))
}

# Where a curve comes down to a height: the rule of print(survfit) for the median, which quantile() follows too but for
# the last plateau and for limits that rise before they fall.
time_down_to <- function(time, curve, height) {
  down <- which(curve <= height + sqrt(.Machine$double.eps))
  if (!length(down)) return(NA)
  first <- down[1]
  below <- down[curve[down] < curve[first]]
  if (curve[first] < height - sqrt(.Machine$double.eps) || !length(below)) return(time[first])
  (time[first] + time[below[1]]) / 2
}
quantile_with_limits <- function(name, fit, share, key)
  with_limits(name, time_down_to(fit$time, fit$surv, 1 - share), time_down_to(fit$time, fit$lower, 1 - share),
              time_down_to(fit$time, fit$upper, 1 - share), key)

# Observed, expected and variance of a log-rank test by its formula, with a weight, delayed entry or neither; survdiff
# knows weights S^rho alone, and no entry.
scores <- function(rows, weight = function(n, before) 1) {
  y <- aeqSurv(spells(rows))
  stop <- y[, ncol(y) - 1]
  start <- if (ncol(y) == 3) y[, 1] else rep(-Inf, nrow(y))
  group <- match(rows$group_order, sort(unique(rows$group_order)))
  k <- max(group)
  observed <- expected <- numeric(k)
  variance <- matrix(0, k, k)
  before <- 1
  for (t in sort(unique(stop[y[, "status"] == 1]))) {
    at_risk <- tabulate(group[start < t & stop >= t], k)
    died <- tabulate(group[stop == t & y[, "status"] == 1], k)
    n <- sum(at_risk); d <- sum(died); share <- at_risk / n
    w <- weight(n, before)
    observed <- observed + w * died
    expected <- expected + w * d * share
    if (n > 1) variance <- variance + w^2 * d * (n - d) / (n - 1) * (diag(share, k) - outer(share, share))
    before <- before * (1 - d / n)
  }
  list(observed = observed, expected = expected, variance = variance)
}
chi_squared <- function(s) {
  kept <- which(s$expected > 0)[-1]
  difference <- (s$observed - s$expected)[kept]
  chi2 <- tryCatch(sum(difference * solve(s$variance[kept, kept, drop = FALSE], difference)), error = function(e) NA)
  list(chi2 = if (length(kept)) chi2 else NA, df = max(length(kept), 1))  # NA where nothing varies
}
log_rank <- function(rows, rho = 0) {
  if (length(unique(rows$group_order)) < 2) return(list(chi2 = NA, df = 1))
  if (!is.null(rows$entry)) return(chi_squared(scores(rows, function(n, before) before^rho)))
  found <- suppressWarnings(survdiff(Surv(time, event == 1) ~ group_order, rows, rho = rho))
  df <- sum(found$exp > 0) - 1
  list(chi2 = if (df > 0) found$chisq else NA, df = max(df, 1))  # NA where fewer than two groups are at risk
}

# ---- The numbers, a function each.
counts <- function(a) each_group(a, function(g, rows)
  rbind(number("n", nrow(rows), g), number("events", sum(rows$event == 1), g)))

median_time <- function(a) each_group(a, function(g, rows) {
  told <- summary(curve(a, rows))$table
  with_limits("median", told["median"], told[grep("LCL", names(told))], told[grep("UCL", names(told))], g)
})

quartiles <- function(a) each_group(a, function(g, rows)
  rbind(quantile_with_limits("first quartile", curve(a, rows), 0.25, g),
        quantile_with_limits("third quartile", curve(a, rows), 0.75, g)))

rates <- function(a) each_group(a, function(g, rows) {
  if (!length(a$times)) return(NULL)
  told <- summary(curve(a, rows), times = sort(a$times), extend = TRUE)
  at <- a$at[order(a$times)]
  half <- beyond(a$conf_level) * told$std.chaz / told$cumhaz
  rbind(with_limits("survival", told$surv, told$lower, told$upper, g, at), number("at risk", told$n.risk, g, at),
        with_limits("cumulative hazard", told$cumhaz, told$cumhaz * exp(-half), told$cumhaz * exp(half), g, at))
})

mean_of <- function(a, g) {
  fit <- curve(a, of_group(a, g))
  if (a$horizon < min(fit$time)) return(c(mean = a$horizon, error = 0))  # which R refuses to say
  told <- summary(fit, rmean = a$horizon)$table
  c(mean = told[[grep("^[*]?rmean", names(told))]], error = told[[grep("se(rmean)", names(told), fixed = TRUE)]])
}
restricted_means <- function(a) do.call(rbind, lapply(a$groups, function(g) {
  m <- mean_of(a, g)
  half <- beyond(a$conf_level) * m["error"]
  rbind(with_limits("restricted mean", m["mean"], m["mean"] - half, m["mean"] + half, g, a$horizon_at),
        number("restricted mean, standard error", m["error"], g, a$horizon_at))
}))
differences_of_means <- function(a) do.call(rbind, lapply(others(a), function(g) {
  one <- mean_of(a, g); base <- mean_of(a, a$reference)
  by <- one["mean"] - base["mean"]
  error <- sqrt(one["error"]^2 + base["error"]^2)
  ratio <- one["mean"] / base["mean"]
  log_error <- sqrt((one["error"] / one["mean"])^2 + (base["error"] / base["mean"])^2)
  wide <- beyond(a$conf_level)
  rbind(with_limits("difference of restricted means", by, by - wide * error, by + wide * error, g, a$horizon_at),
        number("difference of restricted means, P", two_sided(by / error), g, a$horizon_at),
        with_limits("ratio of restricted means", ratio, ratio * exp(-wide * log_error), ratio * exp(wide * log_error),
                    g, a$horizon_at))
}))

event_rates <- function(a) each_group(a, function(g, rows) {
  watched <- rows$time - (if (is.null(rows$entry)) 0 else pmax(rows$entry, 0))
  years <- sum(watched) * a$days_per_unit / 365.25
  if (years == 0) return(number("person-years", 0, g))
  rate <- poisson.test(sum(rows$event == 1), years, conf.level = a$conf_level)
  limits <- 100 * rate$conf.int
  rbind(number("person-years", years, g),
        with_limits("events per 100 person-years", 100 * rate$estimate, limits[1], limits[2], g))
})

differences_at_times <- function(a) do.call(rbind, lapply(others(a), function(g) {
  if (!length(a$times)) return(NULL)
  at <- a$at[order(a$times)]
  one <- summary(curve(a, of_group(a, g)), times = sort(a$times), extend = TRUE)
  base <- summary(curve(a, of_group(a, a$reference)), times = sort(a$times), extend = TRUE)
  by <- one$surv - base$surv
  error <- sqrt(one$std.err^2 + base$std.err^2)
  half <- beyond(a$conf_level) * error
  log_log <- log(-log(one$surv)) - log(-log(base$surv))
  log_log_error <- sqrt((one$std.err / (one$surv * log(one$surv)))^2 + (base$std.err / (base$surv * log(base$surv)))^2)
  rbind(with_limits("difference of survival", by, pmax(by - half, -1), pmin(by + half, 1), g, at),
        number("difference of survival, P", two_sided(by / error), g, at),
        number("difference of survival, P of log(-log)", two_sided(log_log / log_log_error), g, at))
}))

tests <- function(a) rbind(  # weights by the number at risk and by the survival before
  tested("log-rank", log_rank(a$patients)),
  tested("peto-peto", log_rank(a$patients, rho = 1)),
  tested("gehan-breslow", chi_squared(scores(a$patients, function(n, before) n))),
  tested("tarone-ware", chi_squared(scores(a$patients, function(n, before) sqrt(n)))),
  tested("fleming-harrington",
         chi_squared(scores(a$patients, function(n, before) before^a$rho * (1 - before)^a$gamma))))

stratified_test <- function(a) {
  known <- a$patients[a$patients$stratum_order > 0, ]
  if (is.null(known$entry)) {
    found <- survdiff(Surv(time, event == 1) ~ group_order + strata(stratum_order), known)
    expected <- if (is.matrix(found$exp)) rowSums(found$exp) else found$exp
    return(tested("stratified log-rank", list(chi2 = found$chisq, df = sum(expected > 0) - 1)))
  }
  k <- sort(unique(known$group_order))
  none <- numeric(length(k))
  total <- list(observed = none, expected = none, variance = diag(none, length(k)))
  for (rows in split(known, known$stratum_order)) {
    here <- match(sort(unique(rows$group_order)), k)
    s <- scores(rows)
    total$observed[here] <- total$observed[here] + s$observed
    total$expected[here] <- total$expected[here] + s$expected
    total$variance[here, here] <- total$variance[here, here] + s$variance
  }
  tested("stratified log-rank", chi_squared(total))
}

trend_test <- function(a) {
  rows <- a$patients[a$patients$group_order %in% a$trend, ]
  rows$group_order <- match(rows$group_order, a$trend)
  s <- scores(rows)
  places <- sort(unique(rows$group_order)) - 1
  z <- sum(places * (s$observed - s$expected)) / sqrt(c(places %*% s$variance %*% places))
  tested("log-rank for trend", list(chi2 = z^2, df = 1))
}

pairs_of_groups <- function(a) {
  pairs <- combn(a$groups, 2)
  keys <- paste0(pairs[1, ], ":", pairs[2, ])
  chi2 <- apply(pairs, 2, function(pair)
    tryCatch(log_rank(a$patients[a$patients$group_order %in% pair, ])$chi2, error = function(e) NA))
  p <- pchisq(chi2, 1, lower.tail = FALSE)
  rbind(number("pair, chi-squared", chi2, keys), number("pair, P", p, keys),
        number("pair, P by Holm", p.adjust(p, "holm"), keys),
        number("pair, P by Bonferroni", p.adjust(p, "bonferroni"), keys),
        number("pair, P by Benjamini-Hochberg", p.adjust(p, "BH"), keys))
}

hazard_ratios <- function(a) {
  group <- factor(a$patients$group_order, c(a$reference, others(a)))
  ratios(a, "hazard ratio", fit_cox(spells(a$patients) ~ group, NULL), others(a))
}

# How far P hangs on single patients: each left out in turn, each event in turn called a last contact.
what_ifs <- function(a) {
  p_of <- function(rows) {
    test <- tryCatch(log_rank(rows), error = function(e) list(chi2 = NA, df = 1))
    pchisq(test$chi2, test$df, lower.tail = FALSE)
  }
  censored <- function(i) { rows <- a$patients; rows$event[i] <- 0; rows }
  said <- function(name, p) rbind(number(paste0(name, ", lowest P"), min(p, na.rm = TRUE)),
                                  number(paste0(name, ", highest P"), max(p, na.rm = TRUE)),
                                  number(paste0(name, ", how often P is .05 or more"), sum(p >= 0.05, na.rm = TRUE)))
  rbind(said("one patient left out", sapply(seq_len(nrow(a$patients)), function(i) p_of(a$patients[-i, ]))),
        said("one event censored", sapply(which(a$patients$event == 1), function(i) p_of(censored(i)))))
}
cox_tests <- function(a) {
  fit <- fit_cox(spells(a$patients) ~ factor(a$patients$group_order), NULL)
  chi2 <- c(2 * diff(fit$loglik), fit$wald.test, fit$score)
  number(paste("Cox", c("likelihood ratio", "Wald", "score"), "test of the groups, P"),
         pchisq(chi2, sum(!is.na(coef(fit))), lower.tail = FALSE))
}
# Schoenfeld's formula: the ratio that so many events show with a chance of 80%.
detectable_ratio <- function(a) {
  share <- mean(a$patients$group_order == a$reference)
  events <- sum(a$patients$event == 1)
  number("detectable hazard ratio", exp((qnorm(0.975) + qnorm(0.8)) / sqrt(events * share * (1 - share))))
}

# Follow-up: who dies on the day another is last seen can no longer be followed, so on each day deaths come before the
# last contacts; survfit of 1 - event would put them after. Times are counted off, and a last contact comes half a step
# after the deaths of its day.
reverse_kaplan_meier <- function(a) {
  y <- aeqSurv(spells(a$patients))
  stop <- y[, ncol(y) - 1]
  days <- sort(unique(stop))
  seen <- y[, "status"] == 0
  step <- match(stop, days) + ifelse(seen, 0.5, 0)
  response <- if (ncol(y) == 3) Surv(findInterval(y[, 1], days) + 0.5, step, seen) else Surv(step, seen)
  fit <- curve(a, a$patients, response)
  fit$time <- days[floor(fit$time)]
  quantile_with_limits("reverse Kaplan-Meier median", fit, 0.5, "")
}

conditional_survival <- function(a) each_group(a, function(g, rows) {
  lived <- rows[rows$time > a$survived | (rows$time >= a$survived & rows$event != 1), ]
  if (!nrow(lived)) return(number("conditional survival, n", 0, g))
  lived$time <- lived$time - a$survived
  if (!is.null(lived$entry)) lived$entry <- ifelse(lived$entry <= a$survived, -1, lived$entry - a$survived)
  told <- summary(curve(a, lived), times = sort(a$times), extend = TRUE)
  at <- a$at[order(a$times)]
  rbind(number("conditional survival, n", nrow(lived), g),
        with_limits("conditional survival", told$surv, told$lower, told$upper, g, at),
        number("conditional survival, at risk", told$n.risk, g, at))
})

# ---- Competing events: 1 the event, 2 the other.
KINDS <- c("incidence of the event", "incidence of the competing event")
incidences <- function(a) each_group(a, function(g, rows) {
  fit <- survfit(Surv(time, factor(event, 0:2)) ~ 1, rows, conf.type = "log", conf.int = a$conf_level)
  told <- summary(fit, times = sort(a$times), extend = TRUE)
  at <- a$at[order(a$times)]
  do.call(rbind, lapply(1:2, function(kind) rbind(
    number(paste0(KINDS[kind], ", events"), sum(rows$event == kind), g),
    with_limits(KINDS[kind], told$pstate[, kind + 1], told$lower[, kind + 1], told$upper[, kind + 1], g, at),
    number(paste0(KINDS[kind], ", at risk"), told$n.risk[, 1], g, at))))
})
gray_test <- function(a) {
  found <- cmprsk::cuminc(a$patients$time, a$patients$event, a$patients$group_order, cencode = 0)$Tests
  do.call(rbind, lapply(rownames(found), function(kind)
    tested(paste0(KINDS[as.numeric(kind)], ", Gray's test"), list(chi2 = found[kind, "stat"], df = found[kind, "df"]))))
}

# ---- A treatment that begins during follow-up.
landmark_test <- function(a) {
  mark <- as.numeric(a$landmark)
  near <- sqrt(.Machine$double.eps) * max(1, mark)
  there <- a$treated[a$treated$time > mark + near | (a$treated$event == 0 & a$treated$time >= mark - near), ]
  there$group_order <- 1 + (!is.na(there$began) & there$began <= mark + near)
  rbind(number("landmark, n", c(sum(there$group_order == 1), sum(there$group_order == 2)), 1:2, a$landmark),
        tested("landmark log-rank", log_rank(there), a$landmark))
}
# Each patient counts as untreated until the treatment begins: two spells, before and after.
before_and_after <- function(a) {
  rows <- a$treated
  from_zero <- !is.na(rows$began) & rows$began <= 0
  later <- !is.na(rows$began) & rows$began > 0 & rows$began < rows$time
  first <- data.frame(entry = -1, time = ifelse(later, rows$began, rows$time), event = ifelse(later, 0, rows$event),
                      group_order = 1 + from_zero)
  second <- data.frame(entry = rows$began, time = rows$time, event = rows$event, group_order = 2)[later, ]
  rbind(first, second)
}
treatment_starts <- function(a) {
  began <- a$treated$began[!is.na(a$treated$began) & a$treated$began < a$treated$time]
  rbind(number("treated during follow-up", length(began)), number("median start of the treatment", median(began)))
}
mantel_byar <- function(a) tested("Mantel-Byar", log_rank(before_and_after(a)))
time_dependent_ratio <- function(a) {
  rows <- before_and_after(a)
  ratios(a, "time-dependent hazard ratio", fit_cox(spells(rows) ~ I(group_order == 2), rows), "")
}

# ---- The model. Categories are factors whose levels are named by number, so that coefficients are called x1:3.
columns_of <- function(a) {
  rows <- a$model
  for (column in unique(a$covariates$column)) {
    levels <- a$covariates[a$covariates$column == column, ]
    if (levels$role[1] == "number") next
    order <- c(levels$order[levels$role == "reference"], levels$order[levels$role != "reference"])
    rows[[column]] <- factor(rows[[column]], order, paste0(":", order))
  }
  rows
}
model_formula <- function(a, left) {
  right <- c(unique(a$covariates$column), if (!is.null(a$model$stratum_order)) "strata(stratum_order)")
  reformulate(right, left)
}
model_of <- function(a, kind = 1) {
  rows <- columns_of(a)
  rows$response <- spells(rows, rows$event == kind)
  fit_cox(model_formula(a, "response"), rows)
}
cox_model <- function(a) {
  fit <- model_of(a)
  df <- sum(!is.na(coef(fit)))
  rbind(number("model, n", fit$n), number("model, events", fit$nevent), ratios(a, "hazard ratio in the model", fit),
        tested("model, likelihood-ratio test", list(chi2 = 2 * diff(fit$loglik), df = df)),
        tested("model, Wald test", list(chi2 = fit$wald.test, df = df)),
        tested("model, score test", list(chi2 = fit$score, df = df)),
        number("model, concordance", fit$concordance[["concordance"]]))
}
proportional_hazards <- function(a) {
  found <- cox.zph(model_of(a), transform = "km")$table
  keys <- sub("GLOBAL", "", rownames(found))
  rbind(number("proportional hazards, chi-squared", found[, "chisq"], keys),
        number("proportional hazards, P", found[, "p"], keys))
}
fine_gray <- function(a) {
  rows <- columns_of(a)
  design <- model.matrix(reformulate(unique(a$covariates$column)), rows)[, -1, drop = FALSE]
  fit <- cmprsk::crr(rows$time, rows$event, design, gtol = 1e-12, maxiter = 100)
  error <- sqrt(diag(fit$var))
  half <- beyond(a$conf_level) * error
  keys <- colnames(design)
  rbind(with_limits("Fine-Gray ratio", exp(fit$coef), exp(fit$coef - half), exp(fit$coef + half), keys),
        number("Fine-Gray ratio, P", two_sided(fit$coef / error), keys))
}
competing_hazard <- function(a) ratios(a, "hazard ratio of the competing event", model_of(a, 2))

# ---- Which function finds which numbers, by how their names begin.
FUNCTIONS <- list(
  list("^(n|events)$", counts), list("^median(, |$)", median_time), list("quartile", quartiles),
  list("^(survival|at risk|cumulative hazard)", rates), list("^restricted mean", restricted_means),
  list("of restricted means", differences_of_means), list("person-years", event_rates),
  list("^difference of survival", differences_at_times),
  list("^(log-rank, |peto|gehan|tarone|fleming)", tests), list("^stratified log-rank", stratified_test),
  list("^one (patient|event)", what_ifs), list("^Cox", cox_tests), list("^detectable", detectable_ratio),
  list("^log-rank for trend", trend_test), list("^pair", pairs_of_groups), list("^hazard ratio(, |$)", hazard_ratios),
  list("^reverse Kaplan-Meier", reverse_kaplan_meier), list("^conditional", conditional_survival),
  list("^incidence(?!.*Gray)", incidences), list("Gray's test", gray_test, "cmprsk"), list("^landmark", landmark_test),
  list("(treated|start of)", treatment_starts), list("^Mantel-Byar", mantel_byar),
  list("^time-dependent", time_dependent_ratio), list("^(model|hazard ratio in the model)", cox_model),
  list("^proportional hazards", proportional_hazards), list("^Fine-Gray", fine_gray, "cmprsk"),
  list("^hazard ratio of the competing", competing_hazard))

# Not checked here, and why.
NOT_CHECKED <- c(
  "by permutation" = "counts or draws arrangements of the patients; no package of R's does it for this test",
  "Firth" = "a penalised model with Efron's ties; R's package coxphf takes Breslow's")
# May differ, and why; "" where there is no such reason.
ENDLESS <- exp(12)
known_reason <- function(quantity, asked, found) {
  ratio <- found$value[found$quantity %in% c("hazard ratio", "hazard ratio in the model")]
  endless <- any(ratio > ENDLESS | ratio < 1 / ENDLESS, na.rm = TRUE)
  if (endless && grepl("^(hazard ratio|model|proportional|Cox)", quantity))
    return("a group or level beside it has no finite hazard ratio, and R stops on the way to it")
  if (grepl("^proportional", quantity) && !any(asked$quantity == quantity & asked$key == ""))
    return("cox.zph tells no variable's test where that of all together can't be told")
  ""
}

has <- function(package) requireNamespace(package, quietly = TRUE)
work_out <- function(a, asked) {
  found <- NULL
  for (entry in FUNCTIONS) {
    if (!any(grepl(entry[[1]], asked$quantity, perl = TRUE))) next
    if (length(entry) == 3 && !has(entry[[3]])) next
    found <- rbind(found, tryCatch(entry[[2]](a), error = function(e) {
      cat("Analysis ", a$analysis, ", ", entry[[1]], ": R says: ", conditionMessage(e), "\n", sep = "")
      NULL
    }))
  }
  found
}

digits_that_agree <- function(ours, theirs) {
  if (is.na(ours) && is.na(theirs)) return(15)
  if (is.na(ours) || is.na(theirs)) return(0)
  apart <- abs(ours - theirs)
  if (apart < 1e-13) return(15)  # both are 0 but for rounding, as a chi-squared of equal groups
  max(0, min(15, floor(-log10(apart / max(abs(ours), abs(theirs))))))
}

not_checked <- function(quantity) {
  for (begins in names(NOT_CHECKED)) if (grepl(begins, quantity)) return(NOT_CHECKED[[begins]])
  for (entry in FUNCTIONS) if (length(entry) == 3 && grepl(entry[[1]], quantity, perl = TRUE) && !has(entry[[3]]))
    return(paste("package", entry[[3]], "is not installed"))
  ""
}

settings <- read_table("analyses.csv", c("title", "unit", "conf_type", "times", "trend", "landmark", "horizon", "beware"))
expected <- read_table("expected.csv", c("quantity", "group", "key", "at", "value"))
expected$value <- suppressWarnings(as.numeric(expected$value))
agreed <- 0
failed <- known <- unchecked <- character(0)
for (i in seq_len(nrow(settings))) {
  a <- read_analysis(settings[i, ])
  asked <- expected[expected$analysis == a$analysis, ]
  cat("\nAnalysis ", a$analysis, ": ", encodeString(a$title), "\n", sep = "")
  if (a$beware != "") cat(a$beware, "\n", sep = "")
  cat("analysis | quantity | group | at | report | R | digits that agree\n")
  found <- work_out(a, asked)
  name_of <- function(x) paste(x$quantity, x$key, x$at, sep = "\r")
  place <- match(name_of(asked), name_of(found))
  for (j in seq_len(nrow(asked))) {
    line <- asked[j, ]
    said <- paste(a$analysis, line$quantity, encodeString(line$group), line$at, sep = " | ")
    why <- not_checked(line$quantity)
    if (is.na(place[j]) && why != "") {
      unchecked <- c(unchecked, paste0(said, ": ", why))
      next
    }
    theirs <- found$value[place[j]]
    digits <- if (is.na(place[j])) 0 else digits_that_agree(line$value, theirs)
    both <- format(c(line$value, theirs), digits = 15, trim = TRUE)
    cat(said, both, digits, sep = " | ")
    cat("\n")
    known_why <- known_reason(line$quantity, asked, found)
    differs <- paste0(said, ": ", both[1], " in the report, ", both[2], " in R")
    if (digits >= ENOUGH) agreed <- agreed + 1
    else if (known_why != "") known <- c(known, paste0(differs, ": ", known_why))
    else failed <- c(failed, differs)
  }
}

tell <- function(title, lines) if (length(lines)) cat(title, paste0("  ", lines), sep = "\n")
cat("\n", agreed, " of ", nrow(expected), " numbers agree to at least ", ENOUGH, " digits.\n", sep = "")
tell("Not checked here:", unchecked)
tell("These differ for a known reason:", known)
tell("These do not agree:", failed)
quit(status = if (length(failed)) 1 else 0)
