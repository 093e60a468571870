# Elasticity of cost, averaged over how far waves carry on from each other. Base R alone: correlation matrices written
# out and inverted, R's own adaptive quadrature over rho, uniroot for the limits.
ROOT <- Sys.getenv("STATREF_ROOT", ".")
averaged <- function(x, y, at, conf = .95) {
  n <- length(x); X <- cbind(1, x)
  fit <- function(rho) {
    R <- rho^abs(outer(at, at, "-")); W <- solve(R); A <- t(X) %*% W %*% X
    b <- solve(A, t(X) %*% W %*% y); e <- y - X %*% b; ss <- as.numeric(t(e) %*% W %*% e)
    list(b = b[2], se = sqrt(ss / (n - 2) * solve(A)[2, 2]),
      ll = -(determinant(R)$modulus + determinant(A)$modulus + (n - 2) * log(ss)) / 2)
  }
  top <- max(sapply(seq(0, .999, .01), function(r) fit(r)$ll))
  # 1 - rho = u^4 with u uniform; below u = .006 (rho above 1 - 1e-9) nothing changes any more
  least <- 1e-9^(1/4)
  over <- function(f) {
    one <- function(u) { g <- fit(1 - u^4); exp(g$ll - top) * f(g) }
    integrate(Vectorize(one), least, 1, rel.tol = 1e-9, subdivisions = 2000)$value + least * one(least)
  }
  total <- over(function(g) 1)
  limit <- function(p) uniroot(function(q) over(function(g) pt((q - g$b) / g$se, n - 2)) / total - p, c(-5, 5), tol = 1e-9)$root
  c(estimate = over(function(g) g$b) / total, low = limit((1 - conf) / 2), high = limit((1 + conf) / 2))
}
q <- read.csv(file.path(ROOT, "data", "systems_quarters.csv"))
x <- log(q$customers); y <- log(q$cost); at <- seq_along(x); gap <- at[-c(5, 6)]
one <- function(v) paste0("{", paste0('"', names(v), '": ', sprintf("%.12g", v), collapse = ", "), "}")
rec <- function(key, call, v) sprintf('"%s": {"call": "%s", "value": %s}', key, call, one(v))
cat("{\n", paste(c(
  rec("elasticity/all", "averaged(log(customers), log(cost), 1:16)", averaged(x, y, at)),
  rec("elasticity/gap", "the same without quarters 5 and 6", averaged(x[gap], y[gap], gap)),
  rec("elasticity/eight", "the first eight quarters, 90 %", averaged(x[1:8], y[1:8], 1:8, .9))), collapse = ",\n"), "\n}\n",
  file = file.path(ROOT, "out", "elasticity.json"), sep = "")
