using System.Text.Json;

namespace AgentKit.Tests.BadInput;

/// <summary>The kinds of places there are.</summary>
internal static class Rules
{
    /// <summary>Anything of the type; null is a value like any other where the type allows it.</summary>
    public static Rule Any(params object?[] values) => new([], [.. values.Select(Named)]);

    /// <summary>Something has to be there; what is in it has places of its own.</summary>
    public static Rule Required { get; } = new([new("null", null)], []);

    /// <summary>Nothing has to be there.</summary>
    public static Rule Optional { get; } = new([], [new("null", null)]);

    /// <summary>A text that says something, up to a length in UTF-16 units.</summary>
    public static Rule Name(int max) => new(
        [new("null", null), .. HostileTexts.Blank, .. HostileTexts.Unstorable, new("too long", new string('x', max + 1))],
        [new("any text", HostileTexts.Joined(max)), new("as long as may be", new string('y', max)), new("emoji to the end", Emoji(max))])
    {
        IsFreeText = true,
    };

    /// <summary>A text that may be empty.</summary>
    public static Rule Text(int max) => new(
        [new("null", null), .. HostileTexts.Unstorable, new("too long", new string('x', max + 1))],
        [new("empty", ""), new("any text", HostileTexts.Joined(Math.Min(max, 1_000))), new("as long as may be", new string('y', max))])
    {
        IsFreeText = true,
    };

    /// <summary>A message that is cut where it is too long.</summary>
    public static Rule Message { get; } = new(HostileTexts.Unstorable, [new("any text", HostileTexts.Joined(1_000)), new("null", null)])
    {
        IsFreeText = true,
    };

    /// <summary>A text of a form: everything else is refused, whatever it is.</summary>
    public static Rule Form(params string[] good) => new(
        [
            new("null", null),
            .. HostileTexts.Blank,
            .. HostileTexts.Unstorable,
            .. HostileTexts.Payloads.Where(payload => !good.Contains(payload)).Select(Named),
            new("too long", new string('x', 10_000)),
        ],
        [.. good.Select(Named)]);

    /// <summary>What a page ends with; only a list itself makes one.</summary>
    public static Rule PageCursor { get; } = new([.. Form().Refused.Where(value => value.Value is not null), .. ForgedCursors], [new("null", null)]);

    /// <summary>An id of a row to be made.</summary>
    public static Rule NewId { get; } =
        new([new("empty", Guid.Empty), new("version 4", Guid.NewGuid()), new("all ones", Guid.AllBitsSet)], [new("version 7", Guid.CreateVersion7())]);

    /// <summary>An id of an operation, or of something that is asked for: any but the empty one.</summary>
    public static Rule SomeId { get; } =
        new([new("empty", Guid.Empty)], [new("version 4", Guid.NewGuid()), new("somebody else's", Guid.CreateVersion7()), new("all ones", Guid.AllBitsSet)]);

    /// <summary>An id that is looked for; there is nothing under the empty one.</summary>
    public static Rule AnyId { get; } = new([], [new("empty", Guid.Empty), .. SomeId.Accepted]);

    /// <summary>JSON that is kept as it is.</summary>
    public static Rule Json(int maxBytes) => new(HostileJson.Refused(maxBytes), HostileJson.Kept);

    /// <summary>An object that the database merges.</summary>
    public static Rule Object(int maxBytes = 64 * 1024, bool forJsonb = true) =>
        new(HostileJson.RefusedObjects(maxBytes, forJsonb), HostileJson.KeptObjects);

    /// <summary>A value of an enumeration.</summary>
    public static Rule Enum<T>()
        where T : struct, Enum => new(
            [new("-1", (T)(object)-1), new("99", (T)(object)99), new("the least", (T)(object)int.MinValue)],
            [.. System.Enum.GetValues<T>().Select(value => Named(value))]);

    /// <summary>A number of rows.</summary>
    public static Rule Count(int max) => Between(1, max, 0, -1, int.MinValue, max + 1, int.MaxValue);

    /// <summary>Both bounds are good, and what is listed is not.</summary>
    public static Rule Between<T>(T min, T max, params T[] outside)
        where T : struct => new([.. outside.Select(value => Named(value))], [Named(min), Named(max)]);

    /// <summary>A time that bounds a search: any.</summary>
    public static Rule AnyTime { get; } = Any(
        DateTimeOffset.MinValue,
        DateTimeOffset.MaxValue,
        DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch.AddTicks(-1),
        new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.FromHours(-14)),
        new DateTimeOffset(1, 1, 1, 14, 0, 0, TimeSpan.FromHours(14)),
        null);

    /// <summary>An amount of tokens.</summary>
    public static Rule Tokens { get; } = Between(0, Usage.MaxTokens, -1, long.MinValue, Usage.MaxTokens + 1, long.MaxValue);

    /// <summary>An amount of money.</summary>
    public static Rule Money { get; } =
        Between(0.0000000001m, Usage.MaxCost, -0.0000000001m, decimal.MinValue, Usage.MaxCost + 0.0000000001m, decimal.MaxValue);

    /// <summary>A list that must be there, and none of whose items may be null.</summary>
    public static Rule List<T>(int max, T item)
        where T : class => new(
            [new("null", null), new("null inside", new T[] { null! }), .. max == 0 ? [] : new[] { new Hostile("too many", Enumerable.Repeat(item, max + 1).ToArray()) }],
            [new("empty", Array.Empty<T>())]);

    /// <summary>The same, and at least one.</summary>
    public static Rule SomeOf<T>(int max, T item)
        where T : class
    {
        var list = List(max, item);
        return new([.. list.Refused, .. list.Accepted], []);
    }

    /// <summary>Values of an enumeration to choose by.</summary>
    public static Rule EnumList<T>()
        where T : struct, Enum => new(
            [new("null", null), new("unknown", new[] { (T)(object)99 })],
            [new("none", Array.Empty<T>()), new("all, twice", System.Enum.GetValues<T>().Concat(System.Enum.GetValues<T>()).ToArray())]);

    private static IEnumerable<Hostile> ForgedCursors =>
        new[] { "1", "99.x.y", $"99.{Guid.Empty:N}.", $"0.{Guid.Empty:N}.ffffffffffffffff", "...." }.Select(Named);

    private static Hostile Named(object? value) => new(
        value switch
        {
            null => "null",
            string text => JsonSerializer.Serialize(text),
            _ => FormattableString.Invariant($"{value}"),
        },
        value);

    private static string Emoji(int max) => string.Concat(Enumerable.Repeat("😀", max / 2));
}
