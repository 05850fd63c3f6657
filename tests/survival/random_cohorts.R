# What R says of random cohorts: Rscript random_cohorts.R FOLDER. For each N.csv (time, event, cause, group, x) writes
# N.out: lines of a name and numbers. Written anew from survdiff, combn and crr; nothing of the program is used.
suppressMessages({library(survival); library(cmprsk)})
FAR <- 8  # a coefficient beyond it is on its way to infinity
folder <- commandArgs(TRUE)[1]
p_of <- function(d) {
  if (sum(d$event) == 0 || length(unique(d$group)) < 2) return(NA)
  fit <- tryCatch(survdiff(Surv(time, event) ~ group, d), error = function(e) NULL)
  if (is.null(fit)) return(NA)
  kept <- fit$exp > 0
  if (sum(kept) < 2 || !is.finite(fit$chisq)) return(NA)
  v <- fit$var[kept, kept, drop = FALSE]
  if (any(diag(v) < 1e-12)) return(NA)
  pchisq(fit$chisq, sum(kept) - 1, lower.tail = FALSE)
}
exact <- function(d) {
  groups <- unique(d$group); n <- nrow(d)
  if (length(groups) != 2 || sum(d$event) == 0) return(NA)
  size <- sum(d$group == groups[1])
  if (choose(n, size) > 20000) return(NA)
  hazard <- sapply(d$time, function(t) sum(vapply(unique(d$time[d$event == 1 & d$time <= t]),
                   function(u) sum(d$event[d$time == u]) / sum(d$time >= u), 0)))
  score <- d$event - hazard
  far <- abs(sum(score[d$group == groups[1]]))
  mean(apply(combn(n, size), 2, function(i) abs(sum(score[i]))) >= far - 1e-9)
}
for (file in list.files(folder, "csv$", full.names = TRUE)) {
  d <- read.csv(file); n <- nrow(d)
  without <- sapply(seq_len(n), function(i) p_of(d[-i, ]))
  other <- sapply(seq_len(n), function(i) { e <- d; e$event[i] <- 1 - e$event[i]; p_of(e) })
  # The closest of these that crr says it has reached: at 1e-12 its step halving sometimes stands still.
  fit <- NULL
  for (close in c(1e-12, 1e-10, 1e-8, 1e-6)) {
    fit <- tryCatch(suppressWarnings(crr(d$time, d$cause, cbind(d$x, d$group == min(d$group)), gtol = close, maxiter = 50)),
                    error = function(e) NULL)
    if (!is.null(fit) && fit$converged) break
  }
  fine <- if (is.null(fit) || !fit$converged || any(!is.finite(fit$var)) || any(abs(fit$coef) > FAR)) NA
          else c(fit$coef, as.vector(fit$var))
  show <- function(name, x) paste(name, paste(sprintf("%.17g", x), collapse = " "))
  writeLines(c(show("without", without), show("other", other), show("exact", exact(d)), show("fine_gray", fine)),
             sub("csv$", "out", file))
}
