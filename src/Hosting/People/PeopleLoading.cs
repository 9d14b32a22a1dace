using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Domain.People;

namespace OrleansChat.Hosting.People;

/// <summary>The section <c>People</c>, or the demonstration people where there is none.</summary>
public static class PeopleLoading
{
    public const string Section = "People";

    /// <summary>Whether somebody could log in whose password is published: the demonstration people, or a hash copied from the documents.</summary>
    public static bool HasKnownPasswords(IConfiguration configuration)
    {
        var people = configuration.GetSection(Section);
        return !people.Exists() || people.AsEnumerable().Any(static setting => setting.Value == PasswordHashing.DemoHash);
    }

    /// <summary>Who there is, and whether they are the demonstration people.</summary>
    /// <exception cref="SettingsException">What is wrong with the section, in one line.</exception>
    public static (PeopleDirectory People, bool AreDemo) Load(IConfiguration configuration)
    {
        var isConfigured = configuration.GetSection(Section).Exists();
        var settings = isConfigured ? StrictSection.Bind<PeopleSettings>(configuration, Section) : DemoPeople.Settings(PasswordHashing.DemoHash);
        var (people, problems) = PeopleDirectory.Build(settings);
        var unreadable = settings.ContactCenters.SelectMany(static c => c.Users).Where(static u => u.PasswordHash.Length > 0 && !PasswordHashing.IsHash(u.PasswordHash))
            .Select(static u => $"People: user '{u.UserName}' has a PasswordHash that is none; make one with the command hash-password.");
        ImmutableArray<string> all = [.. problems, .. unreadable];
        return all.IsEmpty ? (people!, !isConfigured) : throw new SettingsException(all.Length == 1 ? all[0] : $"{all[0]} (And {all.Length - 1} more.)");
    }
}
