package io.dodil.buildsecrets.reconcile;

import java.time.Duration;

/// When to reconcile a resource again at the latest.
///
/// @param collects whether changes of its Secrets are collected until then: each of them would find
///   its coalesce window open, and there may be thousands
record Next(Duration delay, boolean collects) {}
