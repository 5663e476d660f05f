/// What fails on the way: the network, the endpoint, the API server.
@NullMarked
package io.dodil.buildsecrets.e2e.faults;

import org.jspecify.annotations.NullMarked;
