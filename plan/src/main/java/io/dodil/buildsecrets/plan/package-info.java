/// What a resource would come to: (spec, Secrets, configuration, status before) -> [Plan] -> text
/// or JSON. In: [Facts] that somebody read with rights of their own; out: names, counts and
/// sentences, never a value. Pure. Must not import a client.
@NullMarked
package io.dodil.buildsecrets.plan;

import org.jspecify.annotations.NullMarked;
