package io.dodil.buildsecrets.observe.events;

import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.status.EventRecord;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// An EventRecord as an `events.k8s.io/v1` Event. Nothing of the resource but its identity goes
/// along: copied labels or annotations would make a GitOps tool take the Event for its own.
final class EventMapper {

  /// Of a note, in bytes; the API server refuses more.
  private static final int LONGEST_NOTE = 1024;

  /// Of an object's name.
  private static final int LONGEST_NAME = 253;

  private static final String MORE = "...";
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final String controller;
  private final String instance;

  EventMapper(String controller, String instance) {
    this.controller = controller;
    this.instance = instance;
  }

  /// @param unique of all Events of this resource; ascending, so that names sort by time
  Event of(ResourceId resource, EventRecord event, Instant time, long unique) {
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(resource.namespace())
        .withName(name(resource.name(), unique))
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(time)))
        .withType(event.type().text())
        .withReason(event.reason())
        .withAction("Sync")
        .withNote(cut(event.note()))
        .withReportingController(controller)
        .withReportingInstance(instance)
        .withNewRegarding()
        .withApiVersion("ignite.dodil.io/v1alpha1")
        .withKind("BuildSecrets")
        .withNamespace(resource.namespace())
        .withName(resource.name())
        .withUid(resource.uid())
        .endRegarding()
        .build();
  }

  private static String name(String resource, long unique) {
    var suffix = ".%016x".formatted(unique);
    var longest = LONGEST_NAME - suffix.length();
    var prefix = resource.length() <= longest ? resource : resource.substring(0, longest);
    return prefix.replaceAll("[.-]+$", "") + suffix;
  }

  /// A note is printable ASCII.
  private static String cut(String note) {
    return note.length() <= LONGEST_NOTE
        ? note
        : note.substring(0, LONGEST_NOTE - MORE.length()) + MORE;
  }
}
