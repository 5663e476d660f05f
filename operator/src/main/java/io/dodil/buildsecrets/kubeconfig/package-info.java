/// How the cluster is reached, as kubectl finds it. In: a kubeconfig, variables of the environment;
/// out: the configuration of a client that asks no more of them. Calls no cluster.
@NullMarked
package io.dodil.buildsecrets.kubeconfig;

import org.jspecify.annotations.NullMarked;
