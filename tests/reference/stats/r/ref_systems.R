# Figures for quality monitoring, time to an answer, cost and training. Base R and survival alone; R's own JSON is
# written by hand, so that the script runs where no package is installed.
library(survival)
ROOT <- Sys.getenv("STATREF_ROOT", ".")
data_of <- function(name) read.csv(file.path(ROOT, "data", paste0(name, ".csv")))
json <- function(x) {
  if (is.list(x)) return(paste0("{", paste0('"', names(x), '": ', vapply(x, json, ""), collapse = ", "), "}"))
  if (is.character(x)) return(paste0('"', x, '"'))
  one <- ifelse(is.finite(x), sprintf("%.15g", x), paste0('"', x, '"'))
  if (length(x) == 1) one else paste0("[", paste(one, collapse = ", "), "]")
}
REC <- list()
rec <- function(key, value, call) REC[[key]] <<- list(call = call, value = value)

days <- data_of("systems_days")
for (type in c("log-log", "log")) {
  f <- survfit(Surv(days, answered) ~ 1, data = days, conf.type = type)
  s <- summary(f, censored = TRUE)
  med <- quantile(f, 0.5)
  rmean <- summary(f, rmean = 15)$table
  at <- summary(f, times = c(1, 5, 10.5, 20))
  rec(paste0("systems/survfit/", type), list(time = s$time, at_risk = s$n.risk, events = s$n.event,
    survival = s$surv, se = s$std.err, low = s$lower, high = s$upper,
    median = c(med$quantile[[1]], med$lower[[1]], med$upper[[1]]), rmean15 = rmean[["rmean"]], rmean15_se = rmean[["se(rmean)"]],
    targets = at$time, within = 1 - at$surv, within_low = 1 - at$upper, within_high = 1 - at$lower),
    sprintf("summary(survfit(Surv(days, answered) ~ 1, conf.type = '%s')), quantile(f, .5), rmean = 15", type))
}
# half are open from 2 to 3: the median lies in between
f <- survfit(Surv(c(1, 2, 3, 4), c(1, 1, 1, 1)) ~ 1, conf.type = "log-log"); med <- quantile(f, 0.5)
rec("systems/survfit/half", list(median = summary(f)$table[["median"]], low = summary(f)$table[["0.95LCL"]], high = summary(f)$table[["0.95UCL"]]),
  "summary(survfit(Surv(1:4, rep(1, 4)) ~ 1))$table")

q <- data_of("systems_quarters")
p <- sum(q$critical) / sum(q$checked); h <- 3 * sqrt(p * (1 - p) / q$checked)
rec("systems/limits/proportion", list(center = p, LCL = pmax(p - h, 0), UCL = pmin(p + h, 1)), "p +- 3 sqrt(p(1 - p)/n), in 0 to 1, as qcc::limits.p")
c4 <- function(n) sqrt(2 / (n - 1)) * exp(lgamma(n / 2) - lgamma((n - 1) / 2))
free <- sum(q$checked - 1); s <- sqrt(sum((q$checked - 1) * q$sd^2) / free) / c4(free + 1)
m <- sum(q$checked * q$mean) / sum(q$checked)
rec("systems/limits/mean", list(sd = s, center = m, LCL = m - 3 * s / sqrt(q$checked), UCL = m + 3 * s / sqrt(q$checked)),
  "as qcc::sd.xbar(std.dev = 'RMSDF') and qcc::limits.xbar")

fit <- lm(log(cost) ~ log(customers), data = q); ci <- confint(fit); co <- summary(fit)$coefficients
rec("systems/elasticity", list(estimate = coef(fit)[[2]], se = co[2, 2], low = ci[2, 1], high = ci[2, 2], p = co[2, 4]), "lm(log(cost) ~ log(customers)), confint")

checks <- data_of("systems_checks"); agents <- data_of("systems_agents")
a <- anova(lm(score ~ factor(agent), data = checks)); n <- as.vector(table(checks$agent)); N <- sum(n)
k0 <- (N - sum(n^2) / N) / (length(n) - 1); sigma2 <- a[2, 3]; tau2 <- max((a[1, 3] - a[2, 3]) / k0, 0)
before <- as.vector(tapply(checks$score, checks$agent, mean)); B <- tau2 / (tau2 + sigma2 / n)
w <- 1 / (tau2 + sigma2 / n); mu <- sum(w * before) / sum(w)
rec("systems/training/expected", list(tau2 = tau2, sigma2 = sigma2, expected = mu + B * (before - mu),
  variance = B * sigma2 / n + (1 - B)^2 / sum(w)), "anova(lm(score ~ agent)); mu + B (before - mu)")
fit <- lm(agents$after ~ before + agents$trained); ci <- confint(fit); co <- summary(fit)$coefficients
rec("systems/training/gain", list(estimate = coef(fit)[[3]], se = co[3, 2], low = ci[3, 1], high = ci[3, 2], p = co[3, 4],
  change = mean((agents$after - before)[agents$trained == 1])), "lm(after ~ before + trained), confint")

# calls scored by two of four monitors: one-way analysis of variance of the pairs
r <- data_of("d_raters"); pair <- t(sapply(seq_len(nrow(r)), function(i) unlist(r[i, 2:4])[c(i %% 3 + 1, (i + 1) %% 3 + 1)]))
y <- as.vector(pair); a <- anova(lm(y ~ factor(rep(seq_len(nrow(pair)), 2)))); f <- a[1, 4]; d1 <- a[1, 1]; d2 <- a[2, 1]
fl <- f / qf(.975, d1, d2); fu <- f * qf(.975, d2, d1)
rec("systems/icc/pairs", list(icc = (f - 1) / (f + 1), lo = (fl - 1) / (fl + 1), hi = (fu - 1) / (fu + 1)),
  "anova(lm(score ~ call)) of pairs of monitors; limits of Shrout & Fleiss (1979)")

REC$.meta <- list(R = R.version.string, packages = list(survival = as.character(packageVersion("survival"))))
out <- paste0('"', names(REC), '": ', vapply(REC, json, ""), collapse = ",\n")
writeLines(paste0("{\n", out, "\n}"), file.path(ROOT, "out", "systems.json"))
