package io.dodil.buildsecrets.status.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.EventReason;
import io.dodil.buildsecrets.model.EntryFlaw;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.status.EventRecord;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import io.dodil.buildsecrets.testkit.SpecBuilder;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A resource that is older than the schema's rules may hold any text. Whatever quotes it is one
/// line of printable text.
class PrintableMessagesTest {

  private static final String ESC = "\u001b[2J";
  private static final String C1 = "\u009b2J";
  private static final String OVERRIDE = "\u202emoc";
  private static final String ZERO_WIDTH = "ac\u200bme";
  private static final String LINE = "acme\r\nforged";

  @ParameterizedTest
  @ValueSource(strings = {ESC, C1, OVERRIDE, ZERO_WIDTH, LINE})
  void ofProblemsQuoteTextsPrintable(String text) {
    assertPrintable(StatusMessages.of(new Problem.RegistryEntryNotFound("hub", text)));
    assertPrintable(StatusMessages.of(new Problem.AmbiguousRegistry("hub", text, 2)));
    assertPrintable(StatusMessages.of(new Problem.SameRegistryTwice(text, text)));
    assertPrintable(
        StatusMessages.of(new Problem.InvalidEntry("hub", text, EntryFlaw.Plain.IDENTITY_TOKEN)));
  }

  @ParameterizedTest
  @ValueSource(strings = {ESC, C1, OVERRIDE, ZERO_WIDTH, LINE})
  void ofFailuresQuoteTheOrganizationPrintable(String organization) {
    var spec = new SpecBuilder().organization(organization).build();

    assertPrintable(StatusMessages.of(new Failure.PermissionDenied(), spec));
    assertPrintable(
        StatusMessages.of(new Failure.OrganizationMismatch(Optional.of("other")), spec));
  }

  @ParameterizedTest
  @ValueSource(strings = {ESC, C1, OVERRIDE, ZERO_WIDTH, LINE})
  void ofDenialsQuoteOrganizationAndEndpointPrintable(String text) {
    var resource = new ResourceId("ci", "acme", "1");

    assertPrintable(StatusMessages.of(new Denial.EndpointNotConfigured(text), resource));
    assertPrintable(StatusMessages.of(new Denial.OrganizationNotAllowed(text, text), resource));
    assertPrintable(StatusMessages.of(new Denial.TargetConflict(resource, text, text), resource));
  }

  @ParameterizedTest
  @ValueSource(strings = {ESC, C1, OVERRIDE, ZERO_WIDTH, LINE})
  void ofEventsQuoteTheOrganizationPrintable(String organization) {
    var event =
        EventRecord.of(EventReason.OWNERSHIP_ACQUIRED, Messages.acquired(organization, "staging"));

    assertThat(event.note()).matches("[ -~]*\\?[ -~]*").contains("\" at endpoint \"staging\"");
  }

  private static void assertPrintable(Message message) {
    assertThat(message.text()).matches("[ -~]*\\?[ -~]*");
  }
}
