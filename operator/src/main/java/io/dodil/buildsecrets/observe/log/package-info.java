/// Log lines: one for each change of outcome, one for each request, and unexpected failures with
/// their stack traces and without their messages.
@NullMarked
package io.dodil.buildsecrets.observe.log;

import org.jspecify.annotations.NullMarked;
