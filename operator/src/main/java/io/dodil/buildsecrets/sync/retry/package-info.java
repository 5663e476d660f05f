/// When to try again: consecutive failures of one request, their class, and the delay that follows.
/// Pure; times are arguments.
@NullMarked
package io.dodil.buildsecrets.sync.retry;

import org.jspecify.annotations.NullMarked;
