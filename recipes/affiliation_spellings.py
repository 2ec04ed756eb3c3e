"""Curated words of raw affiliations: spellings, and names that are refused because they mislead."""

# ruff: noqa: E501 (tables of spellings, a nation a line)
from __future__ import annotations

# Languages in which affiliations name other nations too; further ones only for their own nations.
WIDE = ("fr", "de", "es", "pt", "it")
# Territory names that are also a person, a city or another nation's name.
REFUSED_NAMES = {
    "granada", "dominique", "maurizio", "mauricio", "mauricia", "maurice", "santa lucia", "india",
    "san martin", "sao martinho", "santa helena", "santa elena", "sankt martin", "saint martin",
    "guinea", "georgia", "jordan", "oman", "niger", "nigeria", "virgin islands", "france", "osman",
    "corea", "coree", "coreia", "congo", "kongo", "samoa", "macedonia", "montserrat", "irland",
}  # fmt: skip
KEPT_REGIONS = ("US", "CA", "AU")
REGIONS = (
    "US", "CA", "AU", "IN", "CN", "BR", "MX", "DE", "IT", "ES", "FR", "AR", "MY", "NG", "ZA", "PK",
    "ID", "CH", "BE", "NL", "SE", "PL", "AT", "JP",
)  # fmt: skip
REFUSED_REGIONS = {
    "georgia", "victoria", "taiwan", "hong kong", "macao", "macau", "punjab", "limburg", "central",
    "amazonas", "rivers", "delta", "plateau", "north west", "western cape town", "distrito federal",
    "federal district", "guerrero", "holland", "la rioja", "cordoba", "santiago", "mexico", "para",
    "hidalgo", "morelos", "papua", "reunion", "la reunion", "martinique", "guadeloupe", "mayotte",
    "guyane", "american samoa", "guam", "puerto rico", "northern mariana islands", "centre",
    "virgin islands u s", "outlying islands", "jura", "osaka", "niger", "luxembourg", "goa",
    "northern territory", "northwest territories", "yukon", "northern cape", "limpopo", "murcia",
}  # fmt: skip
# Spellings of nations met in affiliations, beside the register's own; several codes where the
# words alone do not decide.
SPELLINGS = {
    "CHN": "Peoples Republic of China|Peoples R China|People's R China|P R of China|PR of China|"
    "P R C|P Republic of China|People Republic of China|The People's Republic of China|China PR|"
    "China P R|R P China|RP China|RP Chine|République populaire de Chine|Popular Republic of China",
    "TWN": "Taiwan R O C|Taiwan Republic of China|R O C|Taiwan ROC|Formosa|China Taiwan|China Taipei",
    "HKG": "Hongkong|Hong Kong China|China Hong Kong|Hong Kong SAR of China|Hong Kong S A R|"
    "Hong Kong PR China|Hong Kong Special Administrative Region",
    "MAC": "Macau China|China Macau|Macao China|Macau SAR China|Macao S A R",
    "KOR": "Korea Republic|Republic of South Korea|South Korean|Korea South|Rep Korea|R Korea|"
    "Republic Korea|Corea del Sur|Corée du Sud|Südkorea|Corea do Sul|대한민국|한국|韩国|韓国|Korea ROK|R of Korea",
    "PRK": "Democratic People Republic of Korea|DPR of Korea|Democratic Peoples Republic of Korea|"
    "D P R Korea|D P R of Korea",
    "COD": "Democratic Republic of Congo|D R Congo|RD Congo|R D Congo|Congo Kinshasa|Congo DRC|"
    "République démocratique du Congo|Congo Democratic Republic|Congo Democratic Republic of the|"
    "Dem Rep Congo|DRCongo|Democratic Republic Congo|D R C",
    "COG": "Republic of Congo|République du Congo|Congo Republic of|Congo Republic of the",
    "GBR": "Scotland UK|England UK|Wales UK|N Ireland|North Ireland|Northern Ireland UK|U K|G B|"
    "Gt Britain|Royaume Uni|Reino Unido|Grande Bretagne|Regno Unito|Grossbritannien|England United Kingdom",
    "USA": "U S A|U S|United States of American|Etats Unis|États-Unis d'Amérique|Estados Unidos|"
    "EEUU|EE UU|Stati Uniti|United State|Unites States|United Sates|Estados Unidos de América|"
    "New Mexico|New Jersey|Washington DC|Washington D C|District of Columbia|West Virginia",
    "ARE": "U A E|United Arab Emirate|Emirates UAE", "SAU": "KSA|K S A|Saudi Arabi|Saudia Arabia|"
    "Arabie Saoudite|Saudi", "NLD": "The Netherland|Netherland|Nederland|Pays Bas|Niederlande|"
    "Paises Bajos|Paesi Bassi|NETHERLANDS", "DEU": "BRD|FRG|Fed Rep Germany|F R Germany|"
    "West Germany|Deutschland|Allemagne|Germania|Alemania|Alemanha|GFR|Federal Republic Germany",
    "RUS": "Россия|Российская Федерация|РФ|Russie|Russ Federation|Rusia|USSR Russia", "CZE":
    "Czech Rep|Czech|Tchéquie|République tchèque|CR Czech Republic|Česká republika|Česko",
    "SVK": "Slovak Rep|Slovensko|Slovaquie", "TUR": "Türkei|Turquie|Turkiye Cumhuriyeti|T C",
    "BRA": "Brasil|Brésil|Brazilia", "ESP": "España|Espagne|Spanien|Espana", "ITA": "Italia|Italie",
    "CHE": "Suisse|Schweiz|Svizzera|Suiza", "AUT": "Österreich|Autriche|Oesterreich",
    "BEL": "Belgique|België|Belgien", "POL": "Polska|Pologne|Polen", "JPN": "日本|Japon|Giappone|Japão",
    "SWE": "Sverige|Suède|Schweden", "NOR": "Norge|Norvège", "DNK": "Danmark|Danemark",
    "FIN": "Suomi|Finlande", "GRC": "Hellas|Ellada|Grèce|Ελλάδα|Ελλάς", "UKR": "Україна|Украина|The Ukraine",
    "MEX": "México|Mexique|Estado de México", "MAR": "Maroc|Marruecos", "DZA": "Algérie",
    "TUN": "Tunisie", "IRN": "I R Iran|IR Iran|I R of Iran|Islamic Rep of Iran|Iran I R|Islamic Republic Iran",
    "VNM": "Viêt Nam|S R Vietnam|SR Vietnam|Vietnam National", "REU": "La Réunion|Ile de la Réunion|"
    "Reunion Island|Île de La Réunion", "CIV": "Côte d Ivoire|Cote Ivoire|Republic of Cote d'Ivoire",
    "PSE": "Palestinian Authority|Palestinian National Authority|Gaza Strip|West Bank|Gaza|Palestinian Autonomous Areas",
    "MKD": "Republic of Macedonia|FYR Macedonia|F Y R Macedonia|R Macedonia|Macedonia FYR|Macedonia the former Yugoslav Republic of",
    "SYC": "Seychelles Islands", "PYF": "Tahiti", "MUS": "Ile Maurice", "IRL": "Irish Republic|Rep of Ireland",
    "LBN": "Liban", "JOR": "Jordanie", "KHM": "Cambodge", "LAO": "Lao P D R|Lao", "MMR": "Birmanie",
    "NCL": "Nouvelle Calédonie", "GUF": "Guyane|Guyane française", "SDN": "The Sudan|Republic of Sudan",
    "WSM": "Western Samoa", "STP": "São Tomé e Príncipe", "VCT": "Saint Vincent|St Vincent", "KNA": "Saint Kitts Nevis",
    "PRI": "P R Puerto Rico|Porto Rico", "ZAF": "Republic of S Africa|S Africa|Afrique du Sud|South African", "IND": "भारत|INDIA",
    "NZL": "Aotearoa New Zealand|Aotearoa|N Z|Nouvelle Zélande", "AUS": "Aust|Australie|New South Wales|Qld|NSW|N S W|Queensland",
    "CAN": "Québec Canada|Kanada", "TZA": "Tanzanie", "KOR;PRK": "Corea|Corée|Coreia|朝鲜半岛", "COD;COG": "Kongo",
    "GEO;USA": "Georgia", "VGB;VIR": "Virgin Islands", "MAF;SXM": "Saint Martin|St Martin",
    "UKR;RUS": "Crimea|Republic of Crimea|Autonomous Republic of Crimea|Крым", "CYP;TUR":
    "Northern Cyprus|North Cyprus|TRNC|T R N C|Turkish Republic of Northern Cyprus|KKTC",
    "AUS;USA;GBR": "New England|Prince of Wales", "ASM;WSM": "Samoan Islands", "IND;PAK": "Punjab|Kashmir|Jammu and Kashmir",
    "BGD;IND": "Bengal", "MEX;USA": "Gulf of Mexico", "IND;IDN": "Indian Ocean",
}  # fmt: skip
REFUSED_CITIES = {
    "central", "university", "nice", "orange", "split", "most", "mobile", "reading", "bath", "same",
    "police", "bar", "van", "man", "male", "march", "deal", "corner", "center", "centre", "victoria",
    "hospital", "college", "campus", "santa maria", "san jose", "santiago", "san juan", "cordoba",
    "georgia", "jordan", "israel", "mexico", "bari", "ali", "pau", "of", "batman", "marina", "union",
    "liberty", "paradise", "nancy", "florence", "sydney mines", "china", "jersey", "oman", "india",
    "cambridge", "birmingham", "washington", "newcastle", "york", "leon", "merida", "valencia",
    "la plata", "north", "south", "east", "west", "obama", "sale", "date", "ise", "usa", "este",
    "taif university", "carolina", "commerce", "industry", "enterprise", "progress", "science",
    "academia", "research", "medical", "normal", "mission", "national city", "garden city", "lab",
    "model town", "dover", "opera", "street", "defence", "eastern", "metro", "sal", "bor", "buy",
    "alexandria", "hamilton", "kennedy", "concordia", "bolivar", "simon bolivar", "benito juarez", "st george",
    "los angeles chile", "pasteur", "curie", "fatima", "hope", "cole", "moral", "salud", "ulm", "taylor", "kingston", "richmond", "durham", "lincoln", "wellington", "perth",
}  # fmt: skip
# Native and other spellings of large cities, beside GeoNames' own.
CITY_NAMES = {
    "DEU": "Köln|Cologne|Koeln|München|Muenchen|Nürnberg|Nuremberg|Hannover|Hanover Germany|"
    "Düsseldorf|Duesseldorf|Göttingen|Goettingen|Tübingen|Tuebingen|Würzburg|Jülich|Juelich|"
    "Karlsruhe|Darmstadt|Heidelberg|Garching",
    "AUT": "Wien|Vienna|Graz|Innsbruck",
    "CHE": "Genève|Geneva|Genf|Zürich|Zurich|Zuerich|Lausanne|Bern|Neuchâtel|Villigen",
    "BEL": "Bruxelles|Brussels|Brussel|Antwerpen|Antwerp|Gent|Ghent|Leuven|Louvain-la-Neuve|Liège",
    "ITA": "Roma|Rome|Milano|Milan|Torino|Turin|Napoli|Naples Italy|Firenze|Venezia|Venice Italy|"
    "Genova|Padova|Padua|Pisa|Trieste|Bologna|Pavia|Siena|Frascati",
    "ESP": "Sevilla|Seville|Zaragoza|Saragossa|La Coruña|A Coruña|Bellaterra",
    "PRT": "Lisboa|Lisbon|Porto|Coimbra|Aveiro", "DNK": "København|Copenhagen|Aarhus|Odense|Lyngby",
    "SWE": "Göteborg|Gothenburg|Goteborg|Stockholm|Uppsala|Linköping|Umeå|Luleå",
    "NOR": "Oslo|Trondheim|Tromsø|Bergen Norway", "CZE": "Praha|Prague|Brno|Olomouc",
    "POL": "Warszawa|Warsaw|Kraków|Cracow|Krakow|Wrocław|Poznań|Gdańsk|Łódź|Lodz",
    "RUS": "Moskva|Moscow|St. Petersburg Russia|Saint Petersburg|Sankt-Peterburg|Novosibirsk",
    "FRA": "Orsay|Gif-sur-Yvette|Palaiseau|Villeurbanne|Villejuif|Sophia Antipolis|Sophia-Antipolis|"
    "Villeneuve d'Ascq|Illkirch|Talence|Pessac|Saclay|Strasbourg|Jouy-en-Josas|Le Kremlin-Bicêtre|"
    "Saint-Martin-d'Hères|Vandoeuvre-lès-Nancy|Châtenay-Malabry|Marne-la-Vallée|Évry|Compiègne|"
    "Toulouse|Montpellier|Grenoble|Rennes|Clermont-Ferrand|Nanterre|Champs-sur-Marne|Cachan|Roscoff|"
    "Bures-sur-Yvette|Meudon|Créteil|Maisons-Alfort|Versailles|Fontainebleau|Plouzané|Castanet-Tolosan",
    "CHN": "Peking|Nanking|Canton China|Xian|Xi'an|Shenyang|Hefei|Harbin", "TWN": "Taipei|Hsinchu|"
    "Hsin-Chu|Taichung|Tainan|Kaohsiung|Taoyuan|Keelung|Chiayi|Chungli|Jhongli|Zhongli|新竹|高雄|臺北",
    "KOR": "Seoul|Daejeon|Taejon|Daejon|Pusan|Busan|Suwon|Pohang|Taegu|Daegu|Kwangju|Gwangju|Incheon",
    "PRK": "Pyongyang|P'yŏngyang", "JPN": "Tsukuba|Kyoto|Tokyo|Osaka|Sendai|Sapporo|Nagoya",
    "GEO": "Tbilisi|Kutaisi|Batumi", "COD": "Kinshasa|Lubumbashi|Goma|Bukavu|Kisangani",
    "COG": "Brazzaville|Pointe-Noire|Pointe Noire", "IND": "Bangalore|Bengaluru|Bombay|Mumbai|Calcutta|"
    "Kolkata|Madras|Chennai|New Delhi|Pune|Poona|Kharagpur|Roorkee", "HKG": "Kowloon|New Territories|"
    "Shatin|Sha Tin|Pokfulam|Clear Water Bay|Hung Hom", "MAC": "Taipa", "UKR": "Kiev|Kyiv|Kharkov|Kharkiv",
    "ROU": "Bucuresti|Bucharest|Cluj-Napoca|Iasi", "SRB": "Beograd|Belgrade", "GRC": "Athina|Thessaloniki",
    "ISR": "Haifa|Tel Aviv|Rehovot|Jerusalem|Beer-Sheva|Beer Sheva", "VNM": "Hanoi|Ho Chi Minh City",
    "NLD": "Den Haag|The Hague|Amsterdam|Utrecht|Delft|Eindhoven|Groningen|Wageningen|Noordwijk",
    "SAU": "Dhahran|Jeddah|Riyadh|Thuwal", "OMN": "Muscat", "REU": "Saint-Denis de La Réunion",
    "NCL": "Nouméa|Noumea", "PYF": "Papeete", "GLP": "Pointe-à-Pitre", "MTQ": "Fort-de-France",
    "NAM": "Windhoek", "GBR": "Oxford UK|Didcot|Harwell|London|Edinburgh", "AUS": "Canberra|Brisbane",
    "USA": "Los Alamos|Argonne|Pasadena|La Jolla|Livermore|Oak Ridge|Ann Arbor|College Station|"
    "Palo Alto|Stanford|Greenbelt|Gaithersburg|Evanston|Woods Hole|Atlanta",
}  # fmt: skip
INSTITUTIONS = {
    "FRA": "CNRS|INSERM|INRIA|INRAE|INRA|IFREMER|CIRAD|ONERA|UPMC|IRSTEA|CEMAGREF|ANSES|AP-HP|APHP|"
    "Centre National de la Recherche Scientifique|École Polytechnique Palaiseau|Sorbonne Université|"
    "Sorbonne Universités|Université Paris|Univ Paris|Univ. Paris|Paris-Saclay|Institut Pasteur de Lille|"
    "Collège de France|Pierre et Marie Curie|CentraleSupélec|IFP Énergies nouvelles|"
    "Observatoire de Paris|Aix-Marseille Université|Aix Marseille Univ|Univ Lyon|Université de Lyon|"
    "Univ. Grenoble Alpes|Université Grenoble Alpes|Université Claude Bernard|Univ Montpellier|"
    "Hospices Civils de Lyon|Gustave Roussy|Institut Curie|CEA Saclay|CEA LIST|CEA DEN|EDF R&D|Institut de recherche pour le développement|Institut Français du Pétrole|Institut National de la Santé et de la Recherche Médicale|CEA Cadarache|CEA LETI",
    "USA": "MIT Lincoln Laboratory|Massachusetts Institute of Technology|Caltech|NASA|NIST|NOAA|USGS|"
    "U.S. Geological Survey|US Geological Survey|Jet Propulsion Laboratory|Harvard University|"
    "Harvard Medical School|Stanford University|Los Alamos National Laboratory|Oak Ridge National "
    "Laboratory|Argonne National Laboratory|Lawrence Livermore National Laboratory|Lawrence Berkeley "
    "National Laboratory|Sandia National Laboratories|Brookhaven National Laboratory|Naval Research "
    "Laboratory|Colorado School of Mines|Johns Hopkins University|Duke University|Cornell University|Rutgers|Columbia University|Brown University|Vanderbilt University|Purdue University|Rice University|Tufts University|Dartmouth College|Rensselaer Polytechnic Institute|Lehigh University|Clemson University|Baylor University|Temple University|University of Notre Dame|Smithsonian Institution|Princeton University|Yale University|Mayo Clinic|Bell Laboratories|Air Force Research Laboratory|National Institutes of Health|Texas A&M University|"
    "University of California|University of Georgia|Georgia Institute of Technology|Georgia Tech|"
    "Georgia State University|Washington University in St. Louis|University of Texas|Ohio State "
    "University|Penn State|Virginia Tech|Carnegie Mellon University|Emory University",
    "GBR": "University of Cambridge|Cambridge University|University of Oxford|Oxford University|Imperial "
    "College London|Imperial College|University College London|University of Birmingham|King's College "
    "London|Queen Mary University of London|British Geological Survey|Rutherford Appleton Laboratory|"
    "Natural History Museum London|Newcastle University|University of York|Durham University|"
    "Queen's University of Belfast|Queen's University Belfast|University of Edinburgh|University of Manchester|British Antarctic Survey|Cardiff University",
    "DEU": "DLR|DESY|Forschungszentrum Jülich|Helmholtz-Zentrum|Fraunhofer-Institut|Fraunhofer Institute|"
    "Max-Planck-Institut|Max Planck Institute|Technische Universität München|RWTH Aachen|GFZ Potsdam",
    "CHE": "ETH Zürich|ETH Zurich|ETHZ|EPFL|Paul Scherrer Institut|Paul Scherrer Institute|Empa|Eawag",
    "ITA": "INFN|INGV|Consiglio Nazionale delle Ricerche|Istituto Nazionale di Fisica Nucleare|"
    "Politecnico di Milano|Politecnico di Torino|Sapienza Università di Roma|Istituto Italiano di Tecnologia",
    "ESP": "CSIC|Consejo Superior de Investigaciones Científicas|Universidad Complutense|CIEMAT",
    "NLD": "TNO|KNMI|TU Delft|Delft University of Technology|Utrecht University|Leiden University|"
    "Wageningen University|Vrije Universiteit Amsterdam|Eindhoven University of Technology",
    "BEL": "KU Leuven|Vrije Universiteit Brussel|Université libre de Bruxelles|SCK CEN|Imec Leuven",
    "SWE": "KTH Royal Institute of Technology|Chalmers University of Technology|Karolinska Institutet|"
    "Karolinska Institute|Uppsala Universitet|Lund University", "NOR": "SINTEF|NTNU|Norwegian University of Science and Technology",
    "DNK": "GEUS|Geological Survey of Denmark and Greenland|Technical University of Denmark|Aarhus University",
    "FIN": "VTT Technical Research Centre|Aalto University|University of Helsinki",
    "JPN": "JAXA|JAMSTEC|RIKEN|AIST|NIMS|Tokyo Institute of Technology|University of Tokyo|Kyoto University|"
    "Japan Agency for Marine-Earth Science and Technology|Japan Atomic Energy Agency|Waseda University",
    "KOR": "KAIST|POSTECH|KIGAM|Korea University|Korea Institute|Korea Advanced Institute|Korea Research "
    "Institute|Korea Aerospace|Korea Atomic Energy|Korea Polar|Korea National|Korea Electronics|Korea "
    "Maritime|Korea Ocean|Korea Meteorological|Seoul National University|Yonsei University|Kyung Hee University|Hanyang "
    "University|Sungkyunkwan University|Electronics and Telecommunications Research Institute|Samsung Electronics",
    "PRK": "Kim Il Sung University|Kim Chaek University of Technology|State Academy of Sciences",
    "CHN": "Chinese Academy of Sciences|Chinese Academy of Engineering Physics|Tsinghua University|Peking "
    "University|Zhejiang University|Fudan University|Shanghai Jiao Tong University|Beihang University|"
    "China University of Petroleum|China University of Geosciences|China University of Mining and "
    "Technology|University of Science and Technology of China|Sun Yat-sen University|Wuhan University|"
    "Nanjing University|Harbin Institute of Technology|PetroChina|Sinopec",
    "TWN": "National Taiwan University|Academia Sinica|National Tsing Hua University|National Cheng Kung "
    "University|National Chiao Tung University|National Central University|Industrial Technology Research Institute",
    "HKG": "Hong Kong University of Science and Technology|University of Hong Kong|City University of "
    "Hong Kong|Hong Kong Polytechnic University|Hong Kong Baptist University", "MAC": "University of Macau",
    "AUS": "CSIRO|Geoscience Australia|Australian National University|Monash University|UNSW|"
    "University of New South Wales|University of Sydney|University of Melbourne|University of Queensland|"
    "Curtin University|University of Western Australia|University of Adelaide|Macquarie University",
    "CAN": "McGill University|University of Toronto|University of British Columbia|Université de Montréal|"
    "Western University|University of Western Ontario|University of Waterloo|McMaster University|"
    "Université Laval|York University|Queen's University at Kingston|Geological Survey of Canada",
    "SAU": "KAUST|KFUPM|Saudi Aramco|King Abdullah University of Science and Technology|King Saud "
    "University|King Abdulaziz University|King Fahd University of Petroleum and Minerals|King Fahd "
    "University of Petroleum|King Abdulaziz City for Science and Technology|SABIC",
    "RUS": "Russian Academy of Sciences|Lomonosov Moscow State University|Moscow State University",
    "POL": "Polish Academy of Sciences|Jagiellonian University", "CZE": "Charles University in Prague|"
    "Czech Academy of Sciences|Palacký University", "HUN": "Hungarian Academy of Sciences",
    "IND": "Indian Institute of Technology|Indian Institute of Science|Tata Institute of Fundamental "
    "Research|Bhabha Atomic Research Centre|ISRO|Indian Statistical Institute", "PAK": "Quaid-i-Azam University",
    "JOR": "Jordan University of Science and Technology|Jordan University|University of Jordan",
    "OMN": "Sultan Qaboos University|Oman Medical College|Petroleum Development Oman",
    "ISR": "Technion|Weizmann Institute of Science|Hebrew University of Jerusalem|Tel Aviv University",
    "IRN": "Sharif University of Technology|Amirkabir University of Technology|University of Tehran|Islamic Azad University",
    "TUR": "Middle East Technical University|Istanbul Technical University|Bilkent University|TPAO",
    "EGY": "Cairo University|Ain Shams University", "GRC": "University of Macedonia|NCSR Demokritos",
    "ARE": "Khalifa University|UAE University|ADNOC", "BRA": "Embrapa|Petrobras|Universidade de São Paulo|UNICAMP",
    "MEX": "UNAM|Universidad Nacional Autónoma de México", "ARG": "CONICET", "LBN": "American University of Beirut", "PSE": "Birzeit University|An-Najah National University|Bethlehem University|Hebron University|Al-Quds University",
    "SGP": "Nanyang Technological University|National University of Singapore", "MYS": "PETRONAS|Universiti Teknologi",
    "IRL": "Trinity College Dublin|University College Dublin|University College Cork", "ZAF": "University of Cape Town",
    "GEO": "Ilia State University|Tbilisi State University", "KWT": "Kuwait Oil Company|Kuwait University",
}  # fmt: skip
GENERIC = {
    "the",
    "of",
    "and",
    "for",
    "in",
    "at",
    "de",
    "la",
    "le",
    "du",
    "des",
    "et",
    "di",
    "del",
    "y",
    "e",
    "universite",
    "university",
    "universidad",
    "universidade",
    "universita",
    "universitat",
    "universiteit",
    "college",
    "school",
    "institute",
    "institut",
    "instituto",
    "technology",
    "technical",
    "technological",
    "national",
    "state",
    "international",
    "business",
    "management",
    "science",
    "sciences",
    "applied",
    "academy",
    "city",
    "medical",
    "medicine",
    "law",
    "arts",
    "art",
    "design",
    "polytechnic",
    "politecnico",
    "politecnica",
    "polytechnique",
    "engineering",
    "higher",
    "education",
    "community",
    "faculty",
    "graduate",
    "department",
    "information",
    "computer",
    "center",
    "centre",
    "central",
    "health",
    "economics",
    "general",
    "federal",
    "open",
    "free",
    "royal",
    "superieure",
    "ecole",
    "normale",
    "nationale",
    "haute",
    "escuela",
    "superior",
    "hochschule",
    "fachhochschule",
    "fur",
    "und",
    "technische",
    "music",
    "fine",
    "agricultural",
    "agriculture",
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "northeastern",
    "northwestern",
    "trinity",
    "christian",
    "catholic",
    "saint",
    "st",
    "union",
    "first",
    "tech",
    "high",
    "hospital",
    "laboratory",
    "research",
    "group",
}
ROMANCE = {
    "universidad",
    "universite",
    "universidade",
    "universita",
    "instituto",
    "ecole",
    "escuela",
}
# One name, several universities.
REFUSED_INSTITUTIONS = {
    "near east university",
    "queen s university",
    "university of petroleum",
    "northeastern university",
    "king s college",
    "northwestern university",
    "university of petroleum and minerals",
    "national institute of technology",
    "american university",
    "city university",
    "trinity college",
    "queen s college",
    "kings college",
    "university of newcastle",
    "st mary s university",
    "university of santiago",
    "union college",
    "university of la laguna campus",
    "notre dame university",
    "xavier university",
    "loyola university",
    "university of southern",
    "university of san carlos",
    "concordia university",
    "victoria university",
    "columbia college",
    "european university",
    "university of cordoba",
    "universidad de cordoba",
    "universidad de los andes",
    "universidad catolica",
    "lincoln university",
    "regent university",
    "northwest university",
    "trinity university",
}
SKIP_DOMAINS = {"ac", "cc", "nu", "ws", "tf", "ag", "su", "yu", "eu", "cat", "com", "org", "net",
                "info", "name", "mil", "int"}  # fmt: skip
