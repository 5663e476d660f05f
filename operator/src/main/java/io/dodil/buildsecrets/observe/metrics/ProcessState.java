package io.dodil.buildsecrets.observe.metrics;

import io.dodil.buildsecrets.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Whom a scrape asks how things stand.
///
/// @param leads whether this process is the one that works
/// @param resources all that there are
/// @param rateLimitedCredentials how many, by endpoint
/// @param inDoubtTargets how many targets
/// @param activeReconciliations how many
/// @param entries how many entries each kind of memory has
/// @param watches kind of resource -> whether it is watched at this moment
public record ProcessState(
    BooleanSupplier leads,
    Supplier<List<Resource>> resources,
    Supplier<Map<String, Long>> rateLimitedCredentials,
    LongSupplier inDoubtTargets,
    IntSupplier activeReconciliations,
    Supplier<Map<String, Integer>> entries,
    Map<String, BooleanSupplier> watches) {}
