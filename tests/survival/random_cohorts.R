# What R says of random cohorts: Rscript random_cohorts.R FOLDER. For each N.csv (time, event, cause, group, x, number)
# writes N.out: lines of a name and numbers. Written anew from survdiff, combn and crr, and for the best cut of a number
# from Lausen and Schumacher's definition; nothing of the program is used.
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
DRAWS <- 5000
scores_of <- function(d) {
  hazard <- sapply(d$time, function(t) sum(vapply(unique(d$time[d$event == 1 & d$time <= t]),
                   function(u) sum(d$event[d$time == u]) / sum(d$time >= u), 0)))
  d$event - hazard
}
permutations <- function(x) {
  if (length(x) < 2) return(matrix(x, 1))
  do.call(rbind, lapply(seq_along(x), function(i) cbind(x[i], permutations(x[-i]))))
}
# The largest standardised rank sum of the scores over cuts that leave a tenth on either side: statistic, number of
# cuts, and the first of the best ones. P: over all orders of up to seven patients or ways to make one cut, and over
# random orders.
best_cut <- function(d) {
  nothing <- list(cut = NA, exact = NA, drawn = NA)
  n <- nrow(d); scores <- scores_of(d); values <- sort(unique(d$number)); centred <- scores - mean(scores)
  lower <- lapply(values[-length(values)], function(cut) which(d$number <= cut))
  enough <- vapply(lower, function(i) min(length(i), n - length(i)) >= 0.1 * n, TRUE)
  if (!any(enough) || sum(centred^2) <= 1e-12 * n) return(nothing)
  lower <- lower[enough]; values <- values[-length(values)][enough]; m <- lengths(lower)
  deviation <- sqrt(m * (n - m) / n * sum(centred^2) / (n - 1))
  inside <- sapply(lower, function(i) as.numeric(seq_len(n) %in% i)) # a column for each cut
  far <- function(orders) abs(crossprod(inside, matrix(centred[orders], n))) / deviation # orders: n rows
  found <- far(seq_len(n)); best <- max(found)
  share <- function(orders) mean(apply(far(orders), 2, max) >= best - 1e-9)
  one <- length(lower) == 1 && choose(n, m[1]) <= 10000
  listed <- if (n <= 7) share(t(permutations(seq_len(n)))) else if (one) {
    share(apply(combn(n, m[1]), 2, function(i) {
      order <- integer(n); order[lower[[1]]] <- i; order[-lower[[1]]] <- setdiff(seq_len(n), i); order
    }))
  } else NA
  list(cut = c(best, length(lower), values[which(found >= best - 1e-9)[1]]), exact = listed,
       drawn = share(replicate(DRAWS, sample.int(n))))
}
set.seed(7)
exact <- function(d) {
  groups <- unique(d$group); n <- nrow(d)
  if (length(groups) != 2 || sum(d$event) == 0) return(NA)
  size <- sum(d$group == groups[1])
  if (choose(n, size) > 20000) return(NA)
  score <- scores_of(d)
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
  cut <- best_cut(d)
  show <- function(name, x) paste(name, paste(sprintf("%.17g", x), collapse = " "))
  writeLines(c(show("without", without), show("other", other), show("exact", exact(d)), show("fine_gray", fine),
               show("cut", cut$cut), show("cut_exact", cut$exact), show("cut_drawn", cut$drawn)),
             sub("csv$", "out", file))
}
