# Scaled Schoenfeld residuals with their smooth, from R's cox.zph and plot.cox.zph.
# Run in this folder, after make_goldens.R has written data/:  Rscript make_schoenfeld.R
#
# The smooth and its band are the lines that plot.cox.zph draws (they are no part of an object): the graphics calls of
# the package's own function are caught, so nothing is worked out a second time here.
suppressMessages(library(survival)); options(warn = 1)

quoted <- function(s) paste0('"', s, '"')
json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x)) return(paste0("{", paste(sprintf("%s:%s", vapply(names(x), quoted, ""), vapply(x, json, "")), collapse = ","), "}"))
  one <- if (is.character(x)) quoted(x) else ifelse(is.finite(x), sprintf("%.12g", x), "null")
  if (length(x) == 1 && !inherits(x, "AsIs")) one else paste0("[", paste(one, collapse = ","), "]")
}
v <- function(x) I(unname(x))
data <- function(name) read.csv(file.path("data", paste0(name, ".csv")), strip.white = TRUE)
tight <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50)

drawn <- function(z, i) {
  caught <- list()
  draw <- survival:::plot.cox.zph
  environment(draw) <- list2env(list(lines = function(x, y, ...) caught[[length(caught) + 1]] <<- list(x = x, y = y),
                                     plot = function(...) NULL, points = function(...) NULL, axis = function(...) NULL,
                                     ns = splines::ns), parent = asNamespace("survival"))
  draw(z, var = i)
  if (length(caught) == 0) return(NULL)
  list(x = v(caught[[1]]$x), value = v(caught[[1]]$y), upper = v(caught[[2]]$y), lower = v(caught[[3]]$y))
}
residuals_of <- function(formula, d) {
  environment(formula) <- environment()
  z <- cox.zph(coxph(formula, data = d, ties = "efron", control = tight, x = TRUE, y = TRUE, model = TRUE), terms = FALSE)
  y <- as.matrix(z$y); p <- ncol(y)
  list(formula = paste(deparse(formula), collapse = ""), time = v(z$time), transformed = v(z$x), variance = v(c(z$var)),
       scaled = setNames(lapply(1:p, function(i) v(y[, i])), paste0("column", 1:p)),
       smooth = setNames(lapply(1:p, function(i) drawn(z, i)), paste0("column", 1:p)))
}
lung <- data("lung"); kidney <- data("kidney"); heart <- data("heart"); veteran <- data("veteran")
# In a stratum of one cell type everybody has the same of it: R has NA there.
veteran$one_of <- ifelse(veteran$g == "squamous", 0, veteran$trt)
cases <- list(aml = residuals_of(Surv(t, e) ~ g, data("aml")),
  lung_many = residuals_of(Surv(t, e) ~ age + factor(sex) + ecog, lung),
  kidney = residuals_of(Surv(t, e) ~ age + g + disease, kidney),
  heart = residuals_of(Surv(start, stop, event) ~ age + transplant, heart),
  veteran_strata = residuals_of(Surv(t, e) ~ karno + one_of + strata(g), veteran))
writeLines(json(list(made_by = "make_schoenfeld.R", versions = list(r = R.version.string,
  survival = as.character(packageVersion("survival"))), cases = cases)), "schoenfeld.json")
