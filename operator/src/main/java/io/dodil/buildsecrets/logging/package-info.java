/// How failures that nobody foresaw are logged: with their stack traces, and without their
/// messages.
@NullMarked
package io.dodil.buildsecrets.logging;

import org.jspecify.annotations.NullMarked;
