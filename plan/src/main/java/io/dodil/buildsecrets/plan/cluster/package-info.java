/// What somebody who plans can see: the cluster of their kubeconfig, with their rights, and their
/// files. In: a kubeconfig and paths; out: [io.dodil.buildsecrets.plan.Facts]. Reads by name, and
/// writes nothing: the one call that is no read is a dry run.
@NullMarked
package io.dodil.buildsecrets.plan.cluster;

import org.jspecify.annotations.NullMarked;
