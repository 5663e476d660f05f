/// A Kubernetes API server with its etcd on this machine, for tests, quickstart and benchmark. In:
/// the binaries that `e2e/control-plane/build.sh` made or somebody else put there. Out: a
/// kubeconfig. The API server binds to the loopback only, etcd to sockets that nobody but the user
/// can reach, and neither outlives the JVM.
///
/// ```
/// ControlPlane ── kube-api-test ─┬─ etcd            (script) ── etcd
///              run directory     └─ kube-apiserver  (script) ── kube-apiserver, again after a stop
/// ```
///
/// The scripts stand where kube-api-test looks for the binaries: each reads its standard input, a
/// pipe that closes when the JVM is gone, however it went. Knows nothing of the operator or of the
/// sandbox.
@NullMarked
package io.dodil.buildsecrets.controlplane;

import org.jspecify.annotations.NullMarked;
