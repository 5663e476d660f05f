/// The operator on a real Kubernetes API server and a real HTTPS server.
@NullMarked
package io.dodil.buildsecrets.e2e;

import org.jspecify.annotations.NullMarked;
