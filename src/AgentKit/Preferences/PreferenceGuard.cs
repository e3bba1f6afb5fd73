using System.Text.RegularExpressions;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What a change of preferences must look like before anything is sent. Metadata is checked where it is written.</summary>
internal static partial class PreferenceGuard
{
    public const int MaxLocaleLength = 85;
    public const int MaxTimeZoneLength = 100;
    public const int MaxStyleLength = 500;
    public const int MaxKeyLength = 1_000;
    public const int MaxRemoved = 1_000;

    public static void Check(PreferenceChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        CheckForm(change.Locale, MaxLocaleLength, LanguageTag(), "a BCP 47 language tag, such as es-CO", nameof(change.Locale));
        CheckForm(change.TimeZoneId, MaxTimeZoneLength, TimeZone(), "an IANA time zone, such as America/Bogota", nameof(change.TimeZoneId));
        TextGuard.Optional(change.ResponseStyle, MaxStyleLength, nameof(change.ResponseStyle));
        CheckUnset(change);
        CheckRemoved(change);
    }

    private static void CheckForm(string? value, int maxLength, Regex form, string what, string paramName)
    {
        if (TextGuard.Optional(value, maxLength, paramName) is { } text && !form.IsMatch(text))
        {
            throw new ArgumentException($"The value is not {what}.", paramName);
        }
    }

    private static void CheckUnset(PreferenceChange change)
    {
        if ((change.Unset & ~PreferenceFields.All) != PreferenceFields.None)
        {
            throw new ArgumentOutOfRangeException(nameof(change.Unset), change.Unset, "Unknown preference fields.");
        }

        var set = (change.Locale is null ? PreferenceFields.None : PreferenceFields.Locale)
            | (change.TimeZoneId is null ? PreferenceFields.None : PreferenceFields.TimeZoneId)
            | (change.ResponseStyle is null ? PreferenceFields.None : PreferenceFields.ResponseStyle)
            | (change.AutoExecuteLevel is null ? PreferenceFields.None : PreferenceFields.AutoExecuteLevel);
        if ((change.Unset & set) is var both && both != PreferenceFields.None)
        {
            throw new ArgumentException($"The change both sets and gives up {both}.", nameof(change.Unset));
        }
    }

    private static void CheckRemoved(PreferenceChange change)
    {
        ArgumentNullException.ThrowIfNull(change.Metadata, nameof(change.Metadata));
        ArgumentNullException.ThrowIfNull(change.RemovedMetadata, nameof(change.RemovedMetadata));
        if (change.RemovedMetadata.Count > MaxRemoved)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"There are {change.RemovedMetadata.Count} keys, more than the {MaxRemoved} allowed at once."),
                nameof(change.RemovedMetadata));
        }

        foreach (var key in change.RemovedMetadata)
        {
            TextGuard.Text(key, MaxKeyLength, nameof(change.RemovedMetadata));
            if (change.Metadata.ContainsKey(key))
            {
                throw new ArgumentException("The change both sets and removes a key of the metadata.", nameof(change.RemovedMetadata));
            }
        }
    }

    /// <summary>RFC 5646, section 2.1, without the irregular tags of before 2006.</summary>
    [GeneratedRegex(
        """
        ^(?: (?: [a-z]{2,3} (?:-[a-z]{3}){0,3} | [a-z]{4,8} )    # language, with up to three extended ones
             (?: -[a-z]{4} )?                                    # script
             (?: -(?: [a-z]{2} | [0-9]{3} ) )?                   # region
             (?: -(?: [a-z0-9]{5,8} | [0-9][a-z0-9]{3} ) )*      # variants
             (?: -[a-wy-z0-9] (?:-[a-z0-9]{2,8})+ )*             # extensions
             (?: -x (?:-[a-z0-9]{1,8})+ )?                       # private use
           | x (?:-[a-z0-9]{1,8})+ )\z
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture,
        Timeout.Infinite)]
    private static partial Regex LanguageTag();

    /// <summary>The names of the database: <c>UTC</c>, <c>Etc/GMT+5</c>, <c>America/Argentina/Buenos_Aires</c>.</summary>
    [GeneratedRegex(
        @"^[A-Za-z][A-Za-z0-9_+\-]*(?:/[A-Za-z0-9_+\-]+)*\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        Timeout.Infinite)]
    private static partial Regex TimeZone();
}
