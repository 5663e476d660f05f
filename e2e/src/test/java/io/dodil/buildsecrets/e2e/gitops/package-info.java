/// Argo CD's and Flux's view of a resource.
@NullMarked
package io.dodil.buildsecrets.e2e.gitops;

import org.jspecify.annotations.NullMarked;
