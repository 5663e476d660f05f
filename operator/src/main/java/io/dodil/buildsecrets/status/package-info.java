/// (previous status, generation, outcome, now) -> next status. In: the outcome of a reconciliation;
/// out: conditions, reasons and sentences as users read them. Pure. Every sentence the operator
/// ever says is made here.
@NullMarked
package io.dodil.buildsecrets.status;

import org.jspecify.annotations.NullMarked;
