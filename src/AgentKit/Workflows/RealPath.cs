namespace AgentKit;

/// <summary>Where a path leads when all links on the way are followed, as far as it exists.</summary>
internal static class RealPath
{
    /// <summary>What Linux follows before it calls a path a loop.</summary>
    private const int MaxLinks = 40;

    /// <summary>The path without links, or <see langword="null"/> for a loop of them.</summary>
    public static string? Find(string absolutePath)
    {
        var current = Path.GetPathRoot(absolutePath)!;
        Stack<string> pending = new();
        Push(pending, absolutePath[current.Length..]);
        for (var links = 0; pending.TryPop(out var name);)
        {
            if (name == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            var next = Path.Join(current, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            if (Path.IsPathRooted(target))
            {
                current = Path.GetPathRoot(target)!;
                target = target[current.Length..];
            }

            Push(pending, target);
        }

        return current;
    }

    /// <summary>Whether a path is that of a folder or lies in it; both without links.</summary>
    public static bool IsInside(string path, string? folder)
    {
        var comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return folder is not null
            && (path.Equals(folder, comparison)
                || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, comparison));
    }

    private static void Push(Stack<string> pending, string path)
    {
        foreach (var name in path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Reverse())
        {
            if (name is not ("" or "."))
            {
                pending.Push(name);
            }
        }
    }
}
