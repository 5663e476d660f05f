/// One YAML file -> validated settings of `model`, with every fault at once. Read at start only.
@NullMarked
package io.dodil.buildsecrets.config;

import org.jspecify.annotations.NullMarked;
