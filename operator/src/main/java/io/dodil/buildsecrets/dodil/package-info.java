/// The one place that knows HTTP: the save call and the token call. In: a request of the core; out:
/// a sealed answer, classified once from status code, success flag and the kind of failure. Bodies
/// and messages of the other side end here. Must not import Kubernetes.
@NullMarked
package io.dodil.buildsecrets.dodil;

import org.jspecify.annotations.NullMarked;
