package io.sluice.server.delivery.custom.soap;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.FakeRecipient.Received;
import io.sluice.server.MovableClock;
import io.sluice.server.delivery.Delivered;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.custom.answer.AnswerReader;
import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.delivery.door.AnswersInHand;
import io.sluice.server.delivery.door.HostNames;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.delivery.door.OutboundLimits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the cases do not show of SOAP: services that describe themselves otherwise, or not at all. */
class SoapDeliveryTest {

  private static final AllowedTargets LOOPBACK = AllowedTargets.of(List.of("127.0.0.0/8"));
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  private final FakeRecipient service = FakeRecipient.start();
  private final OutboundDoor door =
      new OutboundDoor(
          LOOPBACK, OutboundLimits.STANDARD, HostNames.OF_THE_SYSTEM, AnswersInHand.ofShare(), Clock.systemUTC());
  private final MovableClock clock = new MovableClock(NOW);
  private final SoapDelivery module = new SoapDelivery(LOOPBACK, new AnswerReader(), clock);

  @AfterEach
  void close() {
    door.close();
    service.close();
  }

  @Test
  void members_of_an_unqualified_schema_have_no_prefix() {
    describes(wsdl("", "<x:element name='n' type='x:int'/>", "<x:element name='ok' type='x:boolean'/>"));
    assertThat(call("Add", Map.of("arg", Map.of("n", 5)), envelope("<AddResponse><ok>1</ok></AddResponse>")).event())
        .containsEntry("ok", true).containsEntry("outcome", "success");
    assertThat(lastCall().body()).contains("<soap:Body><t:Add xmlns:t=\"urn:l\"><n>5</n></t:Add></soap:Body>");
  }

  @Test
  void what_comes_back_has_the_types_that_are_declared() {
    describes(wsdl("elementFormDefault='qualified'", "",
        "<x:element name='id' type='x:long'/><x:element name='tag' type='x:string' maxOccurs='unbounded'/>"
            + "<x:element name='who'><x:complexType><x:sequence><x:element name='age' type='x:int'/></x:sequence>"
            + "<x:attribute name='sex'/></x:complexType></x:element>"));
    assertThat(call("Add", Map.of(), envelope("<AddResponse xmlns='urn:l'><id>17</id><tag>a</tag>"
        + "<who sex='f'><age>old</age></who></AddResponse>")).event())
        .containsEntry("id", 17L).containsEntry("tag", List.of("a"))
        .containsEntry("who", Map.of("attributes", Map.of("sex", "f"), "age", "old"));
  }

  @Test
  void arguments_may_have_attributes_and_cannot_leave_their_place() {
    describes(wsdl("elementFormDefault='qualified'", "<x:element name='lead'/>", ""));
    Map<String, Object> lead = new LinkedHashMap<>();
    lead.put("attributes", Map.of("id", "\"><x/>"));
    lead.put("$value", "</t:lead>'");
    call("Add", Map.of("arg", Map.of("lead", lead)), envelope("<AddResponse/>"));
    assertThat(lastCall().body()).contains("<t:lead id=\"&quot;&gt;&lt;x/&gt;\">&lt;/t:lead&gt;&apos;</t:lead>");
    call("Add", Map.of("arg", Map.of("lead", "<![CDATA[<doc>]]></t:lead><x/></doc>]]>")), envelope("<AddResponse/>"));
    assertThat(lastCall().body())
        .contains("<t:lead><![CDATA[<doc>]]]]><![CDATA[></t:lead><x/></doc>]]></t:lead>");
    assertThat(call("Add", Map.of("arg", Map.of("a b", "1")), envelope("<AddResponse/>")).event())
        .containsEntry("reason", "\"a b\" is no name of an argument");
  }

  @Test
  void a_description_may_lie_in_several_documents() {
    service.answersOnce(FakeRecipient.xml("<definitions name='L' targetNamespace='urn:s' xmlns:l='urn:l'"
            + " xmlns:soap='http://schemas.xmlsoap.org/wsdl/soap/' xmlns='http://schemas.xmlsoap.org/wsdl/'>"
            + "<import namespace='urn:l' location='binding.wsdl'/><service name='S'><port name='P' binding='l:B'>"
            + "<soap:address location='" + service.url("/ws") + "'/></port></service></definitions>"))
        .answersOnce(FakeRecipient.xml("<definitions targetNamespace='urn:l' xmlns:t='urn:l'"
            + " xmlns:x='http://www.w3.org/2001/XMLSchema' xmlns:soap='http://schemas.xmlsoap.org/wsdl/soap/'"
            + " xmlns='http://schemas.xmlsoap.org/wsdl/'><types><x:schema><x:import namespace='urn:l'"
            + " schemaLocation='/schemas/lead.xsd'/></x:schema></types>" + ABSTRACT + "</definitions>"))
        .answersOnce(FakeRecipient.xml("<x:schema xmlns:x='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:l'"
            + " targetNamespace='urn:l' elementFormDefault='qualified'><x:include schemaLocation='lead.xsd'/>"
            + "<x:complexType name='Base'><x:sequence><x:element ref='t:Key'/></x:sequence></x:complexType>"
            + "<x:complexType name='Lead'><x:complexContent><x:extension base='t:Base'><x:sequence>"
            + "<x:element name='n' type='x:int' form='unqualified'/></x:sequence></x:extension></x:complexContent>"
            + "</x:complexType><x:element name='Key' type='x:string'/><x:element name='Add' type='t:Lead'/>"
            + "</x:schema>"));
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("Key", "k");
    arguments.put("n", 1);
    call("S.P.Add", Map.of("arg", arguments), envelope("<AddResponse/>"));

    assertThat(service.received()).extracting(Received::uri)
        .containsExactly("/wsdl", "/binding.wsdl", "/schemas/lead.xsd", "/ws");
    assertThat(lastCall().body()).contains("xmlns:l=\"urn:l\"", "<l:Add xmlns:l=\"urn:l\" xmlns=\"urn:l\">"
        + "<l:Key>k</l:Key><n>1</n></l:Add>");
  }

  @Test
  void an_rpc_wraps_its_parts_in_the_operations_name() {
    describes(wsdl("", "", "").replace("style='document'", "style='rpc'")
        .replace("<soap:body use='literal'/>", "<soap:body use='encoded' namespace='urn:rpc'/>"));
    call("Add", Map.of("arg", Map.of("n", 5)), envelope("<AddResponse><return>ok</return></AddResponse>"));
    assertThat(lastCall().body()).contains(
        "soap:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"",
        "<tns:Add xmlns:tns=\"urn:rpc\"><n>5</n></tns:Add>");
  }

  @Test
  void a_description_is_fetched_once_and_again_after_a_while_and_used_on_when_it_cannot_be() {
    describes(wsdl("", "", ""));
    call("Add", Map.of(), envelope("<AddResponse/>"));
    call("Add", Map.of(), envelope("<AddResponse/>"));
    assertThat(fetches()).isEqualTo(1);

    clock.move(Descriptions.FRESH);
    service.answersOnce(FakeRecipient.hangUp());
    assertThat(call("Add", Map.of(), envelope("<AddResponse/>")).event()).containsEntry("outcome", "success");
    assertThat(fetches()).isEqualTo(2);

    clock.move(Descriptions.USABLE);
    service.answersOnce(FakeRecipient.with(404, "text/plain", "gone"));
    Delivered delivered = call("Add", Map.of(), envelope("<AddResponse/>"));
    assertThat(delivered.event()).isEqualTo(
        Map.of("outcome", "error", "reason", "The service description is not there: status 404"));
    assertThat(delivered.transactions()).hasSize(1);
  }

  @Test
  void a_description_that_is_none_or_wants_more_is_an_error_that_says_so() {
    service.answers(FakeRecipient.xml("<html/>"));
    assertThat(deliver("Add", Map.of()).event()).containsEntry("reason", "The service description is not WSDL 1.1");
    service.answers(FakeRecipient.xml(
        "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><definitions>&x;</definitions>"));
    assertThat(deliver("Add", Map.of()).event()).containsEntry("reason", "The service description is not XML");
    service.answers(FakeRecipient.xml("<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'>"
        + "<import location='http://10.0.0.1/x.wsdl'/></definitions>"));
    assertThat(deliver("Add", Map.of()).event()).containsEntry("reason", "URL must be public");
    service.answers(out -> {
      String next = "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'><import location='/"
          + service.received().size() + "'/></definitions>";
      return FakeRecipient.xml(next).write(out);
    });
    assertThat(deliver("Add", Map.of()).event())
        .containsEntry("reason", "The service description imports more than 20 documents");
  }

  @Test
  void a_password_is_sent_as_a_digest_in_the_envelopes_security_header_or_as_it_is() throws Exception {
    describes(wsdl("", "", ""));
    call("Add", Map.of("wss_username", "us&er", "wss_password", "secret"), envelope("<AddResponse/>"));
    String header = between(lastCall().body(), "<soap:Header>", "</soap:Header>");
    assertThat(header).contains("<wsse:Username>us&amp;er</wsse:Username>", "#PasswordDigest\"")
        .doesNotContain("secret");
    var sha1 = MessageDigest.getInstance("SHA-1");
    sha1.update(Base64.getDecoder().decode(between(header, "#Base64Binary\">", "</wsse:Nonce>")));
    sha1.update((between(header, "<wsu:Created>", "</wsu:Created>") + "secret").getBytes(StandardCharsets.UTF_8));
    assertThat(between(header, "#PasswordDigest\">", "</wsse:Password>"))
        .isEqualTo(Base64.getEncoder().encodeToString(sha1.digest()));
    assertThat(between(header, "<wsu:Created>", "</wsu:Created>")).isEqualTo("2026-11-21T08:00:00Z");

    Delivered delivered = call("Add",
        Map.of("wss_username", "u", "wss_password", "se<cret", "wss_digest_password", "false"),
        envelope("<AddResponse/>"));
    assertThat(delivered.transactions()).singleElement().satisfies(transaction ->
        assertThat(transaction.request().body())
            .contains("#PasswordText\">*****</wsse:Password>").doesNotContain("cret"));
    assertThat(lastCall().body()).contains("#PasswordText\">se&lt;cret</wsse:Password>");
  }

  @Test
  void authorisation_goes_to_the_description_and_to_the_function() {
    describes(wsdl("", "", ""));
    call("Add", Map.of("bearer_token", "t0k3n"), envelope("<AddResponse/>"));
    assertThat(service.received()).hasSize(2)
        .allSatisfy(request -> assertThat(request.headers()).containsEntry("Authorization", "Bearer t0k3n"));
  }

  @Test
  void a_fault_says_why_in_either_version_and_what_is_no_envelope_is_an_error() {
    describes(wsdl("", "", ""));
    assertThat(call("Add", Map.of(), envelope("<soap:Fault><faultstring> Boom </faultstring></soap:Fault>")).event())
        .isEqualTo(Map.of("outcome", "error", "reason", "Boom"));
    assertThat(call("Add", Map.of("version", "1.2"), FakeRecipient.with(400, "application/soap+xml",
        "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body><e:Fault><e:Code><e:Value>e:Sender"
            + "</e:Value></e:Code><e:Reason><e:Text xml:lang='en'>No key</e:Text></e:Reason></e:Fault></e:Body>"
            + "</e:Envelope>")).event()).isEqualTo(Map.of("outcome", "error", "reason", "No key"));
    assertThat(call("Add", Map.of(), FakeRecipient.with(200, "text/html", "<p>Hello")).event())
        .isEqualTo(Map.of("outcome", "error", "reason", "The answer is no SOAP envelope"));
  }

  private static final String ABSTRACT = "<message name='I'><part name='p' element='t:Add'/></message>"
      + "<message name='O'><part name='p' element='t:AddResponse'/></message><portType name='PT'>"
      + "<operation name='Add'><input message='t:I'/><output message='t:O'/></operation></portType>"
      + "<binding name='B' type='t:PT'><soap:binding style='document'/><operation name='Add'>"
      + "<soap:operation soapAction='urn:add'/><input><soap:body use='literal'/></input></operation></binding>";

  private String wsdl(String schema, String in, String out) {
    return "<definitions targetNamespace='urn:l' xmlns:t='urn:l' xmlns:x='http://www.w3.org/2001/XMLSchema'"
        + " xmlns:soap='http://schemas.xmlsoap.org/wsdl/soap/' xmlns='http://schemas.xmlsoap.org/wsdl/'><types>"
        + "<x:schema targetNamespace='urn:l' " + schema + ">"
        + "<x:element name='Add'><x:complexType><x:sequence>" + in + "</x:sequence></x:complexType></x:element>"
        + "<x:element name='AddResponse'><x:complexType><x:sequence>" + out + "</x:sequence></x:complexType>"
        + "</x:element></x:schema></types>" + ABSTRACT + "<service name='S'><port name='P' binding='t:B'>"
        + "<soap:address location='" + service.url("/ws") + "'/></port></service></definitions>";
  }

  private void describes(String wsdl) {
    service.answersOnce(FakeRecipient.xml(wsdl));
  }

  private static FakeRecipient.Answer envelope(String body) {
    return FakeRecipient.xml("<soap:Envelope xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'><soap:Body>" + body
        + "</soap:Body></soap:Envelope>");
  }

  private Delivered call(String function, Map<String, ?> vars, FakeRecipient.Answer answer) {
    service.answers(answer);
    return deliver(function, vars);
  }

  private Delivered deliver(String function, Map<String, ?> more) {
    Map<String, Object> vars = new LinkedHashMap<>(more);
    vars.put("url", service.url("/wsdl"));
    vars.put("function", function);
    vars.put("timeout_seconds", Duration.ofSeconds(20).toSeconds());
    return module.deliver(new Delivery(vars, "initech-1"), door);
  }

  private long fetches() {
    return service.received().stream().filter(request -> request.uri().equals("/wsdl")).count();
  }

  private Received lastCall() {
    return service.received().getLast();
  }

  private static String between(String text, String before, String after) {
    int from = text.indexOf(before) + before.length();
    return text.substring(from, text.indexOf(after, from));
  }
}
