/// Who may save to which organization, and when. In: the resources as cached; out: the owner of a
/// target, its lock, what was accepted last. A target is (API address, organization). Must not
/// import a client.
@NullMarked
package io.dodil.buildsecrets.ownership;

import org.jspecify.annotations.NullMarked;
