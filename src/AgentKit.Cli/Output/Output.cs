using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>Where answers go: JSON, or text for people. Progress and messages go to <see cref="Message"/>, never among the answers.</summary>
internal sealed class Output(Surroundings surroundings, bool isJson)
{
    private readonly Lazy<IAnsiConsole> _console = new(() => Terminal.Open(surroundings));

    public bool IsJson { get; } = isJson;

    public Surroundings Surroundings { get; } = surroundings;

    /// <summary>For people only.</summary>
    public IAnsiConsole Console => _console.Value;

    /// <summary>Writes one answer: as one JSON document, or as the text that is made of it.</summary>
    public void Write<T>(T value, JsonTypeInfo<T> type, Action<IAnsiConsole> asText) => Write(value, type, asText, isIndented: true);

    /// <summary>Writes one of a stream of answers: a JSON line, or the text that is made of it. Whoever follows sees it at once.</summary>
    public void WriteLine<T>(T value, JsonTypeInfo<T> type, Action<IAnsiConsole> asText) => Write(value, type, asText, isIndented: false);

    /// <summary>Says something that is no answer.</summary>
    public void Message(string text) => Surroundings.Error.WriteLine(Words.Printable(text));

    private void Write<T>(T value, JsonTypeInfo<T> type, Action<IAnsiConsole> asText, bool isIndented)
    {
        if (IsJson)
        {
            Surroundings.Output.WriteLine(ToJson(value, type, isIndented));
        }
        else
        {
            asText(Console);
        }

        Surroundings.Output.Flush();
    }

    /// <summary>Letters of all scripts stay readable: it is no HTML.</summary>
    private static string ToJson<T>(T value, JsonTypeInfo<T> type, bool isIndented)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Indented = isIndented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
