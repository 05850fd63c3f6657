# The numbers the survival engine must equal, from R. Run in this folder:  Rscript make_goldens.R
#
# Writes data/*.csv (the data sets, as R has them, so that the tests need no R) and *.json (the answers, 17 digits, with
# the versions of R and the packages). Data sets: package survival (Therneau), LGPL >= 2. Gray's test: package cmprsk
# (Gray). Weights and Firth's penalty, which neither package has, are worked out below from their definitions and
# marked "own R code"; the tests work Firth out a second time, in another way.
suppressMessages({library(survival); library(cmprsk)}); options(warn = 1)

# ---- JSON, 17 significant digits; NA, NaN and infinite numbers become null
quoted <- function(s) paste0('"', gsub('"', '\\\\"', gsub("\\\\", "\\\\\\\\", s)), '"')
json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x)) {
    if (is.null(names(x))) return(paste0("[", paste(vapply(x, json, ""), collapse = ","), "]"))
    return(paste0("{", paste(sprintf("%s:%s", vapply(names(x), quoted, ""), vapply(x, json, "")), collapse = ","), "}"))
  }
  one <- if (is.character(x)) ifelse(is.na(x), "null", vapply(x, quoted, ""))
         else if (is.logical(x)) ifelse(is.na(x), "null", tolower(x))
         else ifelse(is.finite(x), sprintf("%.17g", x), "null")
  if (length(x) == 1 && !inherits(x, "AsIs")) one else paste0("[", paste(one, collapse = ","), "]")
}
v <- function(x) I(unname(x))        # always a list in JSON, even of length one
versions <- list(r = R.version.string, survival = as.character(packageVersion("survival")),
                 cmprsk = as.character(packageVersion("cmprsk")))
put <- function(name, cases) writeLines(json(list(made_by = "make_goldens.R", versions = versions, cases = cases)),
                                        paste0(name, ".json"))
quietly <- function(x) suppressWarnings(tryCatch(x, error = function(e) NULL))

# ---- data: t, e (1 = event), g (group), entry where delayed
dir.create("data", showWarnings = FALSE)
keep <- function(name, d) { write.csv(format(d, digits = 17, trim = TRUE), file.path("data", paste0(name, ".csv")),
                                      row.names = FALSE, quote = FALSE); d }
lung <- keep("lung", with(survival::lung, data.frame(t = time, e = status - 1, g = ifelse(sex == 1, "Male", "Female"),
  age = age, sex = sex, ecog = ph.ecog, wt = wt.loss)))
aml <- keep("aml", with(survival::aml, data.frame(t = time, e = status, g = as.character(x))))
veteran <- keep("veteran", with(survival::veteran, data.frame(t = time, e = status, g = as.character(celltype),
  trt = trt, karno = karno, age = age, prior = prior)))
gbsg <- keep("gbsg", with(survival::gbsg, data.frame(t = rfstime, e = status, g = ifelse(hormon == 1, "Hormone", "None"),
  grade = grade, nodes = nodes, size = size, age = age, meno = meno)))
mgus2 <- keep("mgus2", with(survival::mgus2, data.frame(t = futime, e = death, g = as.character(sex), age = age,
  tc = ptime, cause = ifelse(pstat == 1, 1, ifelse(death == 1, 2, 0)))))
kidney <- keep("kidney", with(survival::kidney, data.frame(t = time, e = status, g = ifelse(sex == 1, "Male", "Female"),
  age = age, disease = as.character(disease))))
heart <- keep("heart", with(survival::heart, data.frame(start = start, stop = stop, event = event,
  transplant = as.integer(as.character(transplant)), age = age, year = year, id = id)))
my <- subset(survival::myeloma, entry > 0)[1:250, ]
myeloma <- keep("myeloma", data.frame(t = my$futime, e = my$death, entry = my$entry,
  g = ifelse(my$year < median(my$year), "Early", "Late")))

degenerate <- list(
  all_censored = data.frame(t = c(1, 2, 3, 5), e = 0, g = c("a", "b", "a", "b")),
  all_events = data.frame(t = c(1, 2, 3, 4, 5, 6, 7), e = 1, g = c("a", "b", "a", "b", "a", "b", "b")),
  one_patient_event = data.frame(t = 4, e = 1, g = "a"),
  one_patient_censored = data.frame(t = 4, e = 0, g = "a"),
  one_event = data.frame(t = c(2, 3, 4, 5), e = c(0, 1, 0, 0), g = c("a", "b", "a", "b")),
  group_without_events = data.frame(t = c(1, 2, 3, 4, 5, 6), e = c(1, 0, 1, 0, 1, 0), g = c("a", "b", "a", "b", "a", "b")),
  group_gone_before_first_event = data.frame(t = c(1, 1, 2, 3, 4, 5, 6), e = c(0, 0, 1, 1, 0, 1, 1),
                                             g = c("a", "a", "b", "c", "b", "c", "b")),
  zero_times = data.frame(t = c(0, 0, 0, 1, 2, 3, 3), e = c(1, 0, 1, 1, 0, 1, 0), g = c("a", "a", "b", "a", "b", "b", "a")),
  heavy_ties = data.frame(t = rep(c(1, 2, 3), c(6, 8, 6)), e = rep(c(1, 1, 0, 1), 5), g = rep(c("a", "b"), 10)),
  everybody_at_once = data.frame(t = c(3, 3, 3, 3), e = 1, g = c("a", "a", "b", "b")),
  half_on_a_plateau = data.frame(t = 1:8, e = 1, g = rep(c("a", "b"), 4)),
  half_on_the_last_plateau = data.frame(t = c(1, 2, 5, 9), e = c(1, 1, 0, 0), g = c("a", "b", "a", "b")),
  quarters_on_plateaus = data.frame(t = c(1, 2, 2, 3, 4, 4, 6, 7), e = c(1, 1, 0, 1, 1, 0, 1, 0), g = rep(c("a", "b"), each = 4)),
  groups_of_one = data.frame(t = c(1, 2, 3), e = c(1, 1, 0), g = c("a", "b", "c")),
  float_ties = data.frame(t = c(0.3, 0.1 + 0.2, 0.7, 0.6 + 0.1, 1.1), e = c(1, 1, 0, 1, 1), g = c("a", "b", "a", "b", "a")),
  off_grid = data.frame(t = c(sqrt(2), pi, exp(1), sqrt(2) + 1e-9, 5 / 3, 7 / 3), e = c(1, 0, 1, 1, 0, 1), g = rep(c("a", "b"), 3)),
  last_seen_first = data.frame(t = c(1, 2, 3, 4, 5), e = c(0, 1, 1, 0, 1), g = c("a", "a", "b", "b", "a")))
sets <- c(list(lung = lung, aml = aml, veteran = veteran, gbsg = gbsg, mgus2 = mgus2, kidney = kidney), degenerate)
inline <- function(name, d) if (name %in% names(degenerate)) list(t = v(d$t), e = v(d$e), g = v(d$g)) else NULL

# ---- the Kaplan-Meier family
types <- c("log", "log-log", "plain", "logit", "arcsin")
ask_times <- function(d) { m <- max(d$t); sort(unique(c(0, m / 7, m / 3, sort(d$t)[ceiling(nrow(d) / 2)], m, m + 1))) }
probs <- c(0.1, 0.25, 0.5, 0.75, 0.9)
# Where a step function comes down to 1 - p, as print(survfit) has it for the median (minmin in survival:::survmean), here
# for any p. quantile(survfit) looks through a band in order of height, and takes a plateau nobody's event ends as
# ending with the last time: other answers where a band rises, and where a curve ends at exactly 1 - p.
comes_down <- function(y, x, p) { keep <- !is.na(y) & y < 1 - p + .Machine$double.eps^0.5; if (!any(keep)) return(NA)
  x <- x[keep]; y <- y[keep]
  if (abs(y[1] - (1 - p)) < .Machine$double.eps^0.5 && any(y < y[1])) (x[1] + x[min(which(y < y[1]))]) / 2 else x[1] }
quantiles <- function(f) { down <- function(y) sapply(probs, function(p) comes_down(y, f$time, p))
  q <- list(p = v(probs), value = v(down(f$surv)), lower = v(down(f$lower)), upper = v(down(f$upper)))
  printed <- unname(summary(f)$table[c("median", paste0(f$conf.int, c("LCL", "UCL")))])
  stopifnot(isTRUE(all.equal(as.numeric(printed), as.numeric(c(q$value[3], q$lower[3], q$upper[3])))))
  q }
curve <- function(S, all_times, at) {
  f0 <- survfit(S ~ 1); s0 <- summary(f0, times = at, extend = TRUE)
  out <- list(n = sum(f0$n), events = sum(f0$n.event), at = v(at), at_risk = v(s0$n.risk), survival = v(s0$surv),
              std_error = v(s0$std.err))
  if (all_times) out$curve <- list(time = v(f0$time), at_risk = v(f0$n.risk), events = v(f0$n.event), censored = v(f0$n.censor),
                                   survival = v(f0$surv), std_error = v(f0$std.err * f0$surv))
  for (ct in types) { f <- survfit(S ~ 1, conf.type = ct); s <- summary(f, times = at, extend = TRUE)
    k <- list(at_lower = v(s$lower), at_upper = v(s$upper), quantiles = quantiles(f))
    if (all_times) { k$lower <- v(f$lower); k$upper <- v(f$upper) }
    out$intervals[[ct]] <- k }
  f90 <- survfit(S ~ 1, conf.type = "log-log", conf.int = 0.9)
  out$ninety <- list(quantiles = quantiles(f90))
  h <- survfit(S ~ 1, stype = 2, ctype = 1)
  sh <- summary(h, times = at, extend = TRUE)
  out$hazard <- list(at = v(sh$cumhaz), std_error = v(sh$std.chaz))
  out
}
rmst <- function(S, tau) { r <- quietly(summary(survfit(S ~ 1), rmean = tau)$table)
  if (is.null(r)) NULL else list(tau = tau, value = unname(r["rmean"]), std_error = unname(r["se(rmean)"])) }
family <- function(name, d) {
  d0 <- d; d$t <- aeqSurv(Surv(d$t, d$e))[, 1]     # timefix over all groups together, as survfit(... ~ g) does it
  at <- ask_times(d); big <- nrow(d) > 300; taus <- unique(c(max(d$t) / 2, max(d$t), max(d$t) * 1.5)); taus <- taus[taus > 0]
  part <- function(z) c(curve(with(z, Surv(t, e)), !big, at),
    list(rmst = Filter(Negate(is.null), lapply(taus, function(tau) rmst(with(z, Surv(t, e)), tau))),
         reverse_as_r = if (any(z$e == 0)) lapply(setNames(c("log", "log-log"), c("log", "log-log")), function(ct)
           quantiles(survfit(Surv(t, 1 - e) ~ 1, data = z, conf.type = ct))) else NULL))
  groups <- sort(unique(d$g))
  list(data = inline(name, d0), groups = v(groups), overall = part(d),
       by = setNames(lapply(groups, function(g) part(d[d$g == g, ])), groups))
}
put("kaplan_meier", Map(family, names(sets), sets))

# ---- delayed entry
entered <- function(d) { f <- survfit(Surv(entry, t, e) ~ 1, data = d)
  list(time = v(f$time), at_risk = v(f$n.risk), events = v(f$n.event), survival = v(f$surv), std_error = v(f$std.err * f$surv),
       lower = v(f$lower), upper = v(f$upper), median = quantiles(f), hazard = v(survfit(Surv(entry, t, e) ~ 1, data = d, stype = 2)$cumhaz)) }
put("delayed_entry", list(myeloma = list(overall = entered(myeloma),
  by = setNames(lapply(c("Early", "Late"), function(g) entered(myeloma[myeloma$g == g, ])), c("Early", "Late")),
  # the score test of the exact partial likelihood is the log-rank test with hypergeometric variance
  log_rank = coxph(Surv(entry, t, e) ~ g, data = myeloma, ties = "exact")$score)))

# ---- log-rank family
weighted <- function(d, weight) {      # own R code, from the definitions
  times <- sort(unique(d$t[d$e == 1])); gs <- sort(unique(d$g)); k <- length(gs); U <- O <- E <- rep(0, k); V <- matrix(0, k, k); S <- 1
  for (u in times) { n <- sapply(gs, function(g) sum(d$t >= u & d$g == g)); x <- sapply(gs, function(g) sum(d$t == u & d$e == 1 & d$g == g))
    N <- sum(n); D <- sum(x); w <- weight(N, S); O <- O + w * x; E <- E + w * D * n / N
    if (N > 1) V <- V + w^2 * D * (N - D) / (N - 1) * (diag(n / N, k) - outer(n, n) / N^2)
    S <- S * (1 - D / N) }
  on <- which(E > 0); if (length(on) < 2) return(NULL); i <- on[-1]
  chi2 <- quietly(drop((O - E)[i] %*% solve(V[i, i, drop = FALSE], (O - E)[i])))
  if (is.null(chi2)) NULL else list(chi2 = chi2, observed = v(O), expected = v(E))
}
tests <- function(name, d) {
  d$t <- aeqSurv(Surv(d$t, d$e))[, 1]
  if (length(unique(d$g)) < 2) return(NULL)
  sd <- function(rho, z = d) { s <- quietly(survdiff(Surv(t, e) ~ g, data = z, rho = rho)); if (is.null(s) || sum(s$exp > 0) < 2) return(NULL)
    df <- sum(s$exp > 0) - 1; list(chi2 = s$chisq, df = df, p = pchisq(s$chisq, df, lower.tail = FALSE), observed = v(s$obs), expected = v(s$exp)) }
  gs <- sort(unique(d$g)); pairs <- combn(gs, 2); ps <- lapply(seq_len(ncol(pairs)), function(i) sd(0, d[d$g %in% pairs[, i], ]))
  raw <- vapply(ps, function(x) if (is.null(x)) NA_real_ else x$p, 0)
  score <- match(d$g, gs) - 1
  list(groups = v(gs), log_rank = sd(0), peto_peto = sd(1), rho_half = sd(0.5),
       gehan_breslow = weighted(d, function(N, S) N), tarone_ware = weighted(d, function(N, S) sqrt(N)),
       fh_0_1 = weighted(d, function(N, S) 1 - S), fh_1_1 = weighted(d, function(N, S) S * (1 - S)),
       trend_z2 = if (any(d$e == 1)) quietly(coxph(Surv(t, e) ~ score, data = d, ties = "exact")$score) else NULL,
       pairs = lapply(seq_along(ps), function(i) list(first = pairs[1, i], second = pairs[2, i], chi2 = ps[[i]]$chi2, p_raw = raw[i],
         p_holm = p.adjust(raw, "holm")[i], p_bonferroni = p.adjust(raw, "bonferroni")[i], p_bh = p.adjust(raw, "BH")[i])))
}
strat <- function(d, by) { s <- survdiff(as.formula(paste("Surv(t, e) ~ g + strata(", by, ")")), data = d)
  list(by = by, chi2 = s$chisq, observed = v(if (is.matrix(s$obs)) rowSums(s$obs) else s$obs), expected = v(if (is.matrix(s$exp)) rowSums(s$exp) else s$exp)) }
put("log_rank", c(Filter(Negate(is.null), Map(tests, names(sets), sets)),
  list(stratified = list(lung_ecog = strat(subset(lung, !is.na(ecog)), "ecog"), veteran_trt = strat(veteran, "trt"), gbsg_meno = strat(gbsg, "meno")))))

# ---- differences: restricted means and milestones
two <- function(d, tau, time) {
  gs <- sort(unique(d$g)); r <- lapply(gs, function(g) rmst(with(d[d$g == g, ], Surv(t, e)), tau)); z <- qnorm(0.975)
  s <- lapply(gs, function(g) summary(survfit(Surv(t, e) ~ 1, data = d[d$g == g, ]), times = time, extend = TRUE))
  a <- r[[1]]; b <- r[[2]]; dm <- b$value - a$value; se <- sqrt(a$std_error^2 + b$std_error^2); lr <- log(b$value / a$value)
  lse <- sqrt((a$std_error / a$value)^2 + (b$std_error / b$value)^2); ds <- s[[2]]$surv - s[[1]]$surv; dse <- sqrt(s[[1]]$std.err^2 + s[[2]]$std.err^2)
  cl <- function(x) log(-log(x$surv)); clse <- function(x) x$std.err / (x$surv * log(x$surv))
  list(tau = tau, time = time, difference = v(c(dm, dm - z * se, dm + z * se, 2 * pnorm(-abs(dm / se)))),
       ratio = v(c(exp(lr), exp(lr - z * lse), exp(lr + z * lse), 2 * pnorm(-abs(lr / lse)))),
       milestone = v(c(ds, dse, ds - z * dse, ds + z * dse, 2 * pnorm(-abs(ds / dse)))),
       milestone_p_cloglog = 2 * pnorm(-abs((cl(s[[2]]) - cl(s[[1]])) / sqrt(clse(s[[1]])^2 + clse(s[[2]])^2))))
}
put("differences", list(lung = two(lung, 730, 365.25), aml = two(aml, 30, 20), gbsg = two(gbsg, 1826, 1095.75),
                        mgus2 = two(mgus2, 240, 120), kidney = two(kidney, 200, 60)))

# ---- conditional survival and landmark: the curve of those still there
after <- function(d, s, further) { z <- d[d$t > s | (d$t == s & d$e == 0), ]; z$t <- z$t - s
  f <- summary(survfit(Surv(t, e) ~ 1, data = z, conf.type = "log-log"), times = further, extend = TRUE)
  list(survived = s, further = v(further), n = nrow(z), at_risk = v(f$n.risk), survival = v(f$surv), std_error = v(f$std.err),
       lower = v(f$lower), upper = v(f$upper), dropped_events = sum(d$t <= s & d$e == 1), dropped_censored = sum(d$t < s & d$e == 0)) }
put("conditional", list(lung = after(lung, 180, c(30, 180, 365)), gbsg = after(gbsg, 1095, c(365, 730)), veteran = after(veteran, 80, c(50, 200))))

# ---- Cox
tight <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50)
coxed <- function(fm, d) { f <- coxph(fm, data = d, ties = "efron", control = tight, model = TRUE, x = TRUE, y = TRUE); s <- summary(f)
  zph <- function(tr) { z <- quietly(cox.zph(f, transform = tr)$table); if (is.null(z)) NULL else list(terms = v(rownames(z)), chi2 = v(z[, 1]), df = v(z[, 2]), p = v(z[, 3])) }
  list(formula = paste(deparse(fm), collapse = ""), n = f$n, events = f$nevent, coef = v(coef(f)), std_error = v(s$coefficients[, 3]), hazard_ratio = v(exp(coef(f))),
       lower = v(s$conf.int[, 3]), upper = v(s$conf.int[, 4]), z = v(s$coefficients[, 4]), p = v(s$coefficients[, 5]),
       loglik = v(f$loglik), lr = unname(s$logtest[1]), wald = sum(coef(f) * solve(vcov(f), coef(f))), score = unname(s$sctest[1]), df = unname(s$logtest[2]),
       concordance = v(s$concordance), zph_km = zph("km"), zph_identity = zph("identity")) }
put("cox", list(
  lung_sex = coxed(Surv(t, e) ~ factor(sex), lung), lung_many = coxed(Surv(t, e) ~ age + factor(sex) + ecog, lung),
  lung_missing = coxed(Surv(t, e) ~ age + wt, lung), lung_strata = coxed(Surv(t, e) ~ age + factor(ecog) + strata(sex), lung),
  aml = coxed(Surv(t, e) ~ g, aml), veteran = coxed(Surv(t, e) ~ g, veteran),
  veteran_many = coxed(Surv(t, e) ~ trt + g + karno + age + prior, veteran), veteran_strata = coxed(Surv(t, e) ~ karno + trt + strata(g), veteran),
  gbsg = coxed(Surv(t, e) ~ g + factor(grade) + age + size + nodes, gbsg), mgus2 = coxed(Surv(t, e) ~ age + g, mgus2),
  kidney = coxed(Surv(t, e) ~ age + g + disease, kidney), myeloma = coxed(Surv(entry, t, e) ~ g, myeloma),
  heart = coxed(Surv(start, stop, event) ~ age + year + transplant, heart), heart_transplant = coxed(Surv(start, stop, event) ~ transplant, heart),
  heavy_ties = coxed(Surv(t, e) ~ g, degenerate$heavy_ties)))

# ---- Mantel-Byar: the log-rank test on (start, stop]; Simon-Makuch: its curves
simon <- function(x) { f <- survfit(Surv(start, stop, event) ~ 1, data = heart[heart$transplant == x, ]); k <- f$n.event > 0
  list(time = v(f$time[k]), at_risk = v(f$n.risk[k]), survival = v(f$surv[k])) }
put("time_varying", list(heart = list(mantel_byar = coxph(Surv(start, stop, event) ~ transplant, data = heart, ties = "exact")$score,
                                      before = simon(0), after = simon(1))))

# ---- competing risks
incidence <- function(d, cause, at) { d$s <- factor(d$cause, 0:max(d$cause)); f <- survfit(Surv(tc, s) ~ 1, data = d); s <- summary(f, times = at, extend = TRUE)
  j <- match(as.character(cause), f$states); if (is.na(j)) return(NULL); g <- summary(survfit(Surv(tc, s) ~ 1, data = d, conf.type = "log-log"), times = at, extend = TRUE)
  list(at = v(at), incidence = v(s$pstate[, j]), std_error = v(s$std.err[, j]), lower = v(s$lower[, j]), upper = v(s$upper[, j]),
       lower_loglog = v(g$lower[, j]), upper_loglog = v(g$upper[, j])) }
gray <- function(d) { z <- cuminc(d$tc, d$cause, d$g)$Tests; list(chi2 = v(z[, 1]), df = v(z[, 3])) }
set.seed(7); n <- 120
ties <- data.frame(tc = sample(1:12, n, TRUE), cause = sample(0:3, n, TRUE, c(.3, .4, .2, .1)), g = sample(c("a", "b", "c"), n, TRUE))
ties$cause[ties$g == "c" & ties$cause == 2] <- 0
cr <- function(name, d, at) list(data = if (name != "mgus2") list(tc = v(d$tc), cause = v(d$cause), g = v(d$g)) else NULL,
  causes = lapply(1:max(d$cause), function(k) list(overall = incidence(d, k, at), by = setNames(lapply(sort(unique(d$g)), function(g) incidence(d[d$g == g, ], k, at)), sort(unique(d$g))),
    cause_specific = { s <- survdiff(Surv(tc, cause == k) ~ g, data = d); s$chisq })), gray = gray(d),
  gray_rho_1 = { z <- cuminc(d$tc, d$cause, d$g, rho = 1)$Tests; v(z[, 1]) })
put("competing_risks", list(mgus2 = cr("mgus2", mgus2, c(12, 60, 120, 240)), heavy_ties = cr("heavy_ties", ties, c(1, 4, 8, 12))))

# ---- Firth: own R code. The penalised likelihood is coxph's own, evaluated at given coefficients (no iterations), plus
# half the log determinant of its information; maximised and profiled by general-purpose optimisers.
penalised <- function(fm, d, ties) function(b) { f <- suppressWarnings(coxph(fm, data = d, ties = ties, init = b, control = coxph.control(iter.max = 0)))
  f$loglik[1] - 0.5 * as.numeric(determinant(vcov(f))$modulus) }
firthed <- function(fm, d, p, ties) {
  pl <- penalised(fm, d, ties); full <- function(x, j, b) { z <- numeric(p); z[j] <- b; z[-j] <- x; z }
  best_of <- function(fn, k, start) { if (k == 1) { o <- optimize(fn, start[1] + c(-8, 8), maximum = TRUE, tol = 1e-12); return(list(par = o$maximum, value = o$objective)) }
    o <- list(par = start); for (i in 1:6) o <- optim(o$par, fn, control = list(fnscale = -1, reltol = 1e-16, maxit = 5000)); o }
  top <- best_of(pl, p, numeric(p)); half <- qchisq(0.95, 1) / 2
  profile <- function(j, b) if (p == 1) pl(b) else best_of(function(x) pl(full(x, j, b)), p - 1, top$par[-j])$value
  limit <- function(j, side) uniroot(function(b) profile(j, b) - top$value + half, top$par[j] + sort(c(0, side * 12)), tol = 1e-11)$root
  list(coef = v(top$par), penalised = top$value, null = pl(numeric(p)), lower = v(sapply(1:p, limit, -1)), upper = v(sapply(1:p, limit, 1)),
       chi2 = v(sapply(1:p, function(j) 2 * (top$value - profile(j, 0))))) }
nobody <- data.frame(t = c(1, 2, 3, 3, 4, 5, 6, 7, 7, 8, 9, 10, 11, 12), e = c(1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1),
                     g = c(0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0), x = c(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7))
put("firth", list(data = list(t = v(nobody$t), e = v(nobody$e), g = v(nobody$g), x = v(nobody$x)),
  efron_one = firthed(Surv(t, e) ~ g, nobody, 1, "efron"), breslow_one = firthed(Surv(t, e) ~ g, nobody, 1, "breslow"),
  efron_two = firthed(Surv(t, e) ~ g + x, nobody, 2, "efron"), breslow_two = firthed(Surv(t, e) ~ g + x, nobody, 2, "breslow"),
  aml = firthed(Surv(t, e) ~ g, transform(aml, g = as.integer(g == "Nonmaintained")), 1, "efron")))

# ---- events per 100 person-years: pyears counts them, poisson.test gives the exact limits
years <- function(S, per_year) { p <- pyears(S ~ 1, scale = per_year)
  limits <- function(level) v(100 * poisson.test(p$event, p$pyears, conf.level = level)$conf.int)
  list(events = p$event, person_years = p$pyears, rate = 100 * p$event / p$pyears, limits_95 = limits(0.95), limits_90 = limits(0.9)) }
person_years <- function(name, d, unit) { per_year <- c(days = 365.25, weeks = 365.25 / 7, months = 12, years = 1)[[unit]]
  S <- function(z) if (is.null(z$entry)) with(z, Surv(t, e)) else with(z, Surv(entry, t, e)); groups <- sort(unique(d$g))
  list(data = inline(name, d), unit = unit, groups = v(groups), overall = years(S(d), per_year),
       by = setNames(lapply(groups, function(g) years(S(d[d$g == g, ]), per_year)), groups)) }
put("person_years", list(lung = person_years("lung", lung, "days"), aml = person_years("aml", aml, "weeks"),
  mgus2 = person_years("mgus2", mgus2, "months"), kidney = person_years("kidney", kidney, "days"),
  myeloma = person_years("myeloma", myeloma, "days"), all_censored = person_years("all_censored", degenerate$all_censored, "years"),
  group_without_events = person_years("group_without_events", degenerate$group_without_events, "months")))
cat("done\n")
