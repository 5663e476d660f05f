/// A stand-in for Dodil: token endpoint, SaveBuildSecrets and a page that shows what each
/// organization holds, values never shown.
@NullMarked
package io.dodil.buildsecrets.sandbox;

import org.jspecify.annotations.NullMarked;
