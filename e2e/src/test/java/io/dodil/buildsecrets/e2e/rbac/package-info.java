/// Who may do what.
@NullMarked
package io.dodil.buildsecrets.e2e.rbac;

import org.jspecify.annotations.NullMarked;
