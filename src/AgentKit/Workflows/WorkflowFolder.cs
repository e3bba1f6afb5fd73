using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// The folder of a workflow, and the one way to a path in it: names that come from people or models do not lead out of it.
/// </summary>
/// <remarks>
/// It guards against hostile names and against links that are there when it looks. It does not guard against another process that has the right
/// to write into the folder and replaces a directory by a link between the look and the use: that takes a container or a user of its own.
/// </remarks>
/// <param name="Root">An absolute path; the folder need not exist.</param>
public sealed record WorkflowFolder(string Root)
{
    private const int MaxPathLength = 500;
    private const string NamesNoSystemTakes = "\\:*?\"<>|\u007f";

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM", "LPT"];

    /// <summary>The absolute path of a file or folder inside, whether it exists or not.</summary>
    /// <param name="relativePath">
    /// Names with <c>/</c> between them, 1 to 500 characters. Refused are absolute paths, <c>.</c> and <c>..</c>, empty names, names that end in
    /// a dot or a space, names that Windows reserves for devices, the characters that a file name cannot hold on one of the systems
    /// (<c>\ : * ? " &lt; &gt; |</c> and controls), and links that lead out of the folder.
    /// </param>
    /// <exception cref="ArgumentNullException">The path is missing.</exception>
    /// <exception cref="WorkflowPathException">The path is refused, or <see cref="Root"/> is not absolute.</exception>
    public string Resolve(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        if (!Path.IsPathFullyQualified(Root))
        {
            throw new WorkflowPathException(Root, "is not absolute");
        }

        var problem = relativePath.Length > MaxPathLength
            ? FormattableString.Invariant($"has more than {MaxPathLength} characters")
            : relativePath.Split('/').Select(FindProblem).FirstOrDefault(found => found is not null);
        if (problem is not null)
        {
            throw new WorkflowPathException(relativePath, problem);
        }

        var path = Path.Join(Path.GetFullPath(Root), relativePath.Replace('/', Path.DirectorySeparatorChar));
        if (RealPath.Find(path) is not { } real || !RealPath.IsInside(real, RealPath.Find(Path.GetFullPath(Root))))
        {
            throw new WorkflowPathException(relativePath, "leads out of its folder by a link");
        }

        return path;
    }

    /// <summary>What is wrong with one name of a path, or nothing.</summary>
    private static string? FindProblem(string name) => name switch
    {
        "" => "has an empty name in it, or is absolute",
        "." or ".." => "leads out of its folder, or goes around",
        [.., '.' or ' '] => "has a name in it that ends in a dot or a space",
        _ when name.Any(character => char.IsControl(character) || NamesNoSystemTakes.Contains(character, StringComparison.Ordinal))
            || TextGuard.FindProblem(name) is not null => "has a character in it that names of files cannot hold",
        _ when IsDevice(name) => "has the name of a device in it",
        _ => null,
    };

    /// <summary>CON, also as con.txt; COM and LPT with one digit, of which Windows takes the superscript ones too.</summary>
    private static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0].TrimEnd();
        return Devices.Any(device => device is "COM" or "LPT"
            ? stem.Length == 4 && stem.StartsWith(device, StringComparison.OrdinalIgnoreCase) && (char.IsDigit(stem[3]) || "¹²³".Contains(stem[3], StringComparison.Ordinal))
            : stem.Equals(device, StringComparison.OrdinalIgnoreCase));
    }
}
