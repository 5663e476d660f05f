/// Every sentence the operator says of a resource, in conditions, Events, logs and plans. In: an
/// outcome; out: its reason and a text of constants, counts and names of the spec. Pure.
@NullMarked
package io.dodil.buildsecrets.status.messages;

import org.jspecify.annotations.NullMarked;
