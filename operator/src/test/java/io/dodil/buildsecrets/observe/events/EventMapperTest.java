package io.dodil.buildsecrets.observe.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.EventReason;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.status.EventRecord;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventMapperTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.000001Z");

  private final EventMapper form = new EventMapper("buildsecrets-operator", "pod-1");

  @Test
  void isAboutTheVeryResource() {
    var event = form.of(new ResourceId("ci", "acme", "uid-1"), notice("saved"), NOON, 255);

    assertThat(event.getMetadata().getName()).isEqualTo("acme.00000000000000ff");
    assertThat(event.getMetadata().getNamespace()).isEqualTo("ci");
    assertThat(event.getEventTime().getTime()).isEqualTo("2026-11-22T12:00:00.000001Z");
    assertThat(event.getRegarding().getUid()).isEqualTo("uid-1");
    assertThat(event.getType()).isEqualTo("Normal");
    assertThat(event.getReason()).isEqualTo("Saved");
    assertThat(event.getNote()).isEqualTo("saved");
  }

  @Test
  void carriesNothingThatAGitOpsToolWouldTakeForItsOwn() {
    var event = form.of(new ResourceId("ci", "acme", "uid-1"), notice("saved"), NOON, 1);

    assertThat(event.getMetadata().getLabels()).isNullOrEmpty();
    assertThat(event.getMetadata().getAnnotations()).isNullOrEmpty();
    assertThat(event.getMetadata().getOwnerReferences()).isEmpty();
  }

  @Test
  void hasALegalNameForTheLongestResource() {
    var longest = "a".repeat(235) + "." + "b".repeat(17);

    var name = form.of(new ResourceId("ci", longest, "u"), notice("s"), NOON, 1).getMetadata();

    assertThat(name.getName()).hasSizeLessThanOrEqualTo(253).matches("[a-z0-9]+(\\.[a-z0-9]+)*");
  }

  @Test
  void cutsANoteThatIsTooLong() {
    var event =
        form.of(new ResourceId("ci", "acme", "u"), notice("sentence ".repeat(200)), NOON, 1);

    assertThat(event.getNote()).hasSize(1024).startsWith("sentence sentence ").endsWith("...");
  }

  private static EventRecord notice(String note) {
    return EventRecord.of(EventReason.SAVED, note);
  }
}
