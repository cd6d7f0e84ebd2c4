using System.Globalization;
using Estates.Contracts;
using Staff.Contracts;

namespace Linli.Demo;

/// <summary>Who and what the demo invents.</summary>
static class DemoPlan
{
    internal const string Password = "linli2026";

    internal sealed record Community(string Name, string Address, int Buildings, int Sections, int Floors, int PerFloor, int Seed);

    internal sealed record Job(string Role, string DepartmentKey, string Department, string Position, bool OnDuty = true, int[]? Communities = null, params NewSkill[] Skills);

    internal sealed record Person(string Label, string Name, string Phone, Job? Job = null, string? Home = null, int Unit = 0, ResidentRelation Relation = ResidentRelation.Owner, bool Shown = false);

    internal sealed record Company(string Slug, string Name, string ServicePhone, int Seed, int Tickets, IReadOnlyList<Community> Communities, IReadOnlyList<Person> People);

    static readonly DateOnly Valid = new(2028, 6, 30);
    static readonly DateOnly Expired = new(2026, 8, 31);

    internal static readonly IReadOnlyList<Company> Companies =
    [
        new("cuihu", "翠湖物业", "0571-8600 1234", 11, 190,
        [
            new("翠湖花园", "杭州市西湖区翠湖路 18 号", 6, 2, 11, 4, 1),
            new("湖畔公寓", "杭州市西湖区湖滨路 6 号", 4, 1, 12, 4, 2),
        ],
        [
            new("住户", "林静怡", "13800000101", Home: "翠湖花园", Unit: 177, Shown: true),
            new("住户", "陈志远", "13800000102", Home: "翠湖花园", Unit: 42, Relation: ResidentRelation.Tenant),
            new("住户", "王淑芬", "13800000103", Home: "湖畔公寓", Unit: 77, Relation: ResidentRelation.Family),
            new("维修师傅", "周建国", "13800000111", new("technician", "engineering", "工程部", "水电工", true, null, new("plumbing", 5), new("electric", 4, "T33010219820315", Valid), new("appliance", 3)), Shown: true),
            new("维修师傅", "何晓东", "13800000112", new("technician", "engineering", "工程部", "综合维修", true, null, new("plumbing", 4), new("doors", 4), new("masonry", 3))),
            new("维修师傅", "吴敏", "13800000113", new("technician", "engineering", "工程部", "电工", true, [0], new("electric", 5, "T33010219900702", Valid), new("network", 4), new("hvac", 3, "ZJ20238848", Valid))),
            new("维修师傅", "孙志强", "13800000114", new("technician", "engineering", "工程部", "电梯与设备", true, null, new("lift", 5, "TS6ZJ20230118", Valid), new("electric", 3, "T33010219850911", Expired))),
            new("保洁绿化", "赵红梅", "13800000115", new("technician", "cleaning", "环境部", "保洁绿化", true, null, new("cleaning", 4), new("greening", 4))),
            new("秩序维护", "马国华", "13800000116", new("technician", "order", "秩序维护部", "秩序班长", false, null, new NewSkill("order", 5, "ZJ20230405", Valid))),
            new("调度员", "沈佳", "13800000121", new("dispatcher", "service", "客户服务中心", "调度员"), Shown: true),
            new("项目经理", "许文斌", "13800000122", new("manager", "office", "综合办公室", "项目经理"), Shown: true),
            new("管理员", "方琳", "13800000123", new("admin", "office", "综合办公室", "系统管理员"), Shown: true),
        ]),
        new("jinxiu", "锦绣物业", "025-8420 5678", 23, 130,
        [
            new("锦绣江南", "南京市建邺区江东中路 99 号", 5, 2, 12, 4, 3),
        ],
        [
            new("住户", "林静怡", "13800000101", Home: "锦绣江南", Unit: 30),
            new("住户", "郑伟", "13800000201", Home: "锦绣江南", Unit: 118, Shown: true),
            new("维修师傅", "钱大力", "13800000211", new("technician", "repair", "维修班", "水电工", true, null, new("plumbing", 5), new("electric", 4, "T32010119791120", Valid), new("appliance", 3)), Shown: true),
            new("维修师傅", "冯磊", "13800000212", new("technician", "repair", "维修班", "木工泥瓦", true, null, new("carpentry", 5), new("waterproof", 4), new("plumbing", 3))),
            new("维修师傅", "蒋涛", "13800000213", new("technician", "repair", "维修班", "弱电与电梯", true, null, new("intercom", 5), new("lift", 4, "TS6JS20220917", Valid), new("electric", 3, "T32010119880203", Valid))),
            new("保洁绿化", "杨秀英", "13800000214", new("technician", "environment", "保洁绿化队", "保洁员", true, null, new NewSkill("cleaning", 4))),
            new("秩序维护", "朱勇", "13800000215", new("technician", "security", "安保队", "安保队长", true, null, new NewSkill("security", 5, "ZJ20230405", Valid))),
            new("调度员", "曹颖", "13800000221", new("dispatcher", "butler", "管家部", "调度员"), Shown: true),
            new("项目经理", "邓凯", "13800000222", new("manager", "project", "项目部", "项目经理"), Shown: true),
            new("管理员", "罗敏", "13800000223", new("admin", "project", "项目部", "系统管理员"), Shown: true),
        ]),
    ];

    static readonly string Family = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹";
    static readonly string Given = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文雅思琪子涵浩然雨桐欣怡";

    /// <summary>A person with a common name and a phone that no operator assigns to anybody here.</summary>
    internal static DemoPerson NextPerson(Random random)
    {
        var name = $"{Family[random.Next(Family.Length)]}{Given[random.Next(Given.Length)]}{(random.NextDouble() < 0.7 ? Given[random.Next(Given.Length)] : "")}";
        return new DemoPerson(name, "137" + random.Next(100_000_000).ToString("00000000", CultureInfo.InvariantCulture));
    }
}
