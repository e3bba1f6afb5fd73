using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>Writes a conversation as an object with its messages, or as the bare array that it came from; one line either way.</summary>
internal sealed class MessagesWriter(ConversationFormat kind, IMessageFormat format) : IConversationWriter
{
    private const int FlushBytes = 64 * 1024;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public async Task<ExportOutcome> WriteAsync(
        Session session, IAsyncEnumerable<Turn> turns, Stream destination, CancellationToken cancellationToken)
    {
        var writer = new Utf8JsonWriter(destination, Readable);
        await using (writer.ConfigureAwait(false))
        {
            var messages = new MessageStream(format, turns);
            var form = ImportMark.FormOf(session, kind);
            var isBare = form is { Count: 0 };
            var first = await messages.ReadSystemAsync(cancellationToken).ConfigureAwait(false);
            if (!isBare)
            {
                writer.WriteStartObject();
                WriteFields(writer, session, form, first);
                writer.WritePropertyName("messages");
            }

            writer.WriteStartArray();
            await foreach (var message in messages.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                message.WriteTo(writer);
                if (writer.BytesPending > FlushBytes)
                {
                    await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            writer.WriteEndArray();
            if (!isBare)
            {
                writer.WriteEndObject();
            }

            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            await destination.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            return new ExportOutcome(messages.Turns, messages.Messages, messages.Omitted);
        }
    }

    private static void WriteFields(Utf8JsonWriter writer, Session session, JsonObject? form, JsonNode? system)
    {
        var fields = (form?[MessagesReader.Fields] as JsonObject)?.DeepClone() as JsonObject ?? new JsonObject { ["id"] = session.Id };
        if (system is not null)
        {
            fields["system"] = system;
        }

        foreach (var (name, value) in fields)
        {
            writer.WritePropertyName(name);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }
    }
}
