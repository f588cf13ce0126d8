"""Large cities by time zone, for the search over time zones.

The largest of the United States and of the world, and what else people call them, from GeoNames
(geonames.org, CC BY 4.0). Cities that give a zone its name are found by that.
"""

CITIES = {
    "America/New_York": (
        "Akron, Albany, Alexandria, Allentown, Amherst, Ann Arbor, Annapolis, Arlington, "
        "Asheville, Athens, Atlanta, Augusta, Baltimore, Boca Raton, Boston, Brandon, Bridgeport, "
        "Brockton, Brooklyn, Buffalo, Cambridge, Cape Coral, Carmel, Cary, Charleston, Charlotte, "
        "Chattanooga, Chesapeake, Cincinnati, Clearwater, Cleveland, Clinton Township, Columbia, "
        "Columbus, Concord, Coral Springs, Corona, Davie, Dayton, DC, Dearborn, Deltona, Detroit, "
        "Dorchester, Dover, Durham, Edison, Elizabeth, Erie, Fall River, Fayetteville, Flint, "
        "Fordham, Fort Lauderdale, Fort Wayne, Gainesville, Grand Rapids, Greensboro, Greenville, "
        "Hampton, Hartford, Hialeah, High Point, Hollywood, Indianapolis, Jacksonville, Jersey "
        "City, Knoxville, Lakeland, Lansing, Lexington, Livonia, Louisville, Lowell, Lynn, Macon, "
        "Maine, Manchester, Manhattan, Miami, Miami Beach, Miami Gardens, Miramar, Montpelier, "
        "Nashua, New Bedford, New Haven, Newark, Newport News, Newton, Norfolk, North Charleston, "
        "Norwalk, Orlando, Palm Bay, Paterson, Pembroke Pines, Philadelphia, Pittsburgh, "
        "Plantation, Pompano Beach, Port Saint Lucie, Port St. Lucie, Portland, Portsmouth, "
        "Portsmouth Heights, Providence, Queens, Quincy, Raleigh, Reading, Richmond, Richmond "
        "Hill, Roanoke, Rochester, Roswell, Saint Petersburg, Sandy Springs, Savannah, South "
        "Bend, South Fulton, Spring Hill, Springfield, St. Petersburg, Stamford, Staten Island, "
        "Sterling Heights, Suffolk, Syracuse, Tallahassee, Tampa, The Bronx, Toledo, Toms River, "
        "Trenton, Virginia Beach, Warren, Washington, Waterbury, West Albany, West Palm Beach, "
        "Wilmington, Winston-Salem, Worcester, Yonkers"
    ),
    "America/Chicago": (
        "Abilene, Alief, Allen, Amarillo, Arlington, Aurora, Austin, Baton Rouge, Beaumont, "
        "Birmingham, Bismarck, Broken Arrow, Brownsville, Carrollton, Cedar Rapids, Clarksville, "
        "College Station, Columbia, Corpus Christi, Cypress, Dallas, Davenport, Denton, Des "
        "Moines, Edmond, Elgin, Evansville, Fargo, Fort Smith, Fort Worth, Frisco, Garland, Grand "
        "Prairie, Green Bay, Houston, Huntsville, Independence, Irving, Jackson, Jefferson City, "
        "Joliet, Kansas City, Kenosha, Killeen, Lafayette, Laredo, Lawrence, Lawton, League City, "
        "Lee's Summit, Lewisville, Lincoln, Little Rock, Lubbock, Madison, McAllen, McKinney, "
        "Memphis, Mesquite, Metairie, Midland, Milwaukee, Minneapolis, Mobile, Montgomery, "
        "Murfreesboro, Naperville, Nashville, New Orleans, Norman, Odessa, Oklahoma City, Olathe, "
        "Omaha, Overland Park, Pasadena, Pearland, Peoria, Pierre, Plano, Richardson, Rochester, "
        "Rockford, Round Rock, Saint Louis, Saint Paul, San Angelo, San Antonio, Shreveport, "
        "Sioux Falls, Springfield, St. Louis, St. Paul, Sugar Land, The Woodlands, Topeka, Tulsa, "
        "Tuscaloosa, Tyler, Waco, Waukegan, Wichita, Wichita Falls"
    ),
    "America/Denver": (
        "Albuquerque, Arvada, Aurora, Billings, Boise, Boise City, Boulder, Centennial, Cheyenne, "
        "Colorado Springs, El Paso, Enchanted Hills, Fort Collins, Greeley, Helena, Highlands "
        "Ranch, Lakewood, Las Cruces, Longmont, Meridian, Nampa, Orem, Provo, Pueblo, Rio Rancho, "
        "Salt Lake City, Sandy, Sandy Hills, Santa Fe, Thornton, West Jordan, West Valley City, "
        "Westminster"
    ),
    "America/Phoenix": (
        "Alhambra, Chandler, Gilbert, Glendale, Mesa, Peoria, Scottsdale, Surprise, Tempe, "
        "Tucson, Yuma"
    ),
    "America/Los_Angeles": (
        "Anaheim, Antioch, Arden-Arcade, Bakersfield, Beaverton, Bellevue, Berkeley, Boyle "
        "Heights, Burbank, Carlsbad, Carson, Carson City, Chico, Chula Vista, Clovis, Compton, "
        "Concord, Corona, Costa Mesa, Daly City, Downey, East Los Angeles, El Cajon, El Monte, "
        "Elk Grove, Enterprise, Escondido, Eugene, Everett, Fairfield, Federal Way, Fontana, "
        "Fremont, Fresno, Fullerton, Garden Grove, Glendale, Gresham, Hawthorne, Hayward, "
        "Henderson, Hesperia, Hillsboro, Hollywood, Huntington Beach, Indio, Inglewood, Irvine, "
        "Kent, Lancaster, Las Vegas, Livermore, Long Beach, Mission Viejo, Modesto, Moreno "
        "Valley, Murrieta, North Las Vegas, Norwalk, Oakland, Oceanside, Olympia, Ontario, "
        "Oregon, Oxnard, Palmdale, Paradise, Pasadena, Pomona, Portland, Rancho Cucamonga, "
        "Redding, Reno, Renton, Rialto, Richmond, Riverside, Roseville, Sacramento, Salem, "
        "Salinas, San Bernardino, San Diego, San Francisco, San Jose, San Leandro, San Marcos, "
        "San Mateo, Santa Ana, Santa Barbara, Santa Clara, Santa Clarita, Santa Maria, Santa "
        "Monica, Santa Rosa, Seattle, Simi Valley, South Gate, Sparks, Spokane, Spokane Valley, "
        "Spring Valley, Stockton, Sunnyvale, Sunrise Manor, Tacoma, Temecula, Thousand Oaks, "
        "Torrance, Universal City, Vacaville, Vallejo, Vancouver, Ventura, Victorville, Visalia, "
        "Vista, West Covina, Westminster, Whittier, Yakima"
    ),
    "America/Anchorage": "Fairbanks, Juneau",
    "Pacific/Honolulu": "Hilo",
    "Africa/Abidjan": "Abobo",
    "Africa/Accra": "Kumasi",
    "Africa/Cairo": "Alexandria, Giza, Shubrā al Khaymah",
    "Africa/Casablanca": "Fes, Rabat",
    "Africa/Dakar": "Pikine",
    "Africa/Douala": "Yaoundé",
    "Africa/Johannesburg": "Cape Town, Durban, Pretoria, Soweto",
    "Africa/Khartoum": "Omdurman",
    "Africa/Lagos": "Aba, Abuja, Benin City, Ibadan, Kaduna, Kano, Onitsha, Port Harcourt",
    "Africa/Lubumbashi": "Kananga, Kisangani, Mbuji-Mayi",
    "Africa/Maputo": "Matola",
    "Africa/Nairobi": "Kakamega, Mombasa",
    "Africa/Ndjamena": "N'Djamena",
    "America/Bahia": "Salvador",
    "America/Bogota": "Barranquilla, Cali, Medellín",
    "America/Caracas": "Barquisimeto, Maracaibo, Valencia",
    "America/Edmonton": "Calgary",
    "America/Guayaquil": "Quito",
    "America/La_Paz": "Santa Cruz de la Sierra",
    "America/Lima": "Arequipa, Callao",
    "America/Mexico_City": (
        "Ecatepec de Morelos, Guadalajara, Gustavo Adolfo Madero, Iztapalapa, León de los Aldama, "
        "Puebla, Santiago de Querétaro, Zapopan"
    ),
    "America/Santo_Domingo": "Santiago de los Caballeros",
    "America/Sao_Paulo": (
        "Belo Horizonte, Brasília, Curitiba, Goiânia, Guarulhos, Porto Alegre, Rio de Janeiro"
    ),
    "America/Toronto": "Hamilton, Montréal, Ottawa, Quebec",
    "America/Vancouver": "Victoria",
    "Asia/Aden": "Sanaa",
    "Asia/Almaty": "Astana, Nur-Sultan, Shymkent",
    "Asia/Baghdad": "Basra, Basrah, Erbil, Karbala, Mosul, Sadr City",
    "Asia/Bangkok": "Huế",
    "Asia/Beirut": "Ra's Bayrūt",
    "Asia/Damascus": "Aleppo",
    "Asia/Dhaka": "Chattogram, Chittagong, Gazipur, Khulna",
    "Asia/Dubai": "Abu Dhabi, Sharjah",
    "Asia/Ho_Chi_Minh": ("Biên Hòa, Cần Thơ, Da Nang, Haiphong, Hanoi, Ho Chi Minh City, Saigon"),
    "Asia/Hong_Kong": "Hong Kong Island, Kowloon",
    "Asia/Jakarta": (
        "Bandar Lampung, Bandung, Batam, Bekasi, Depok, Jepara, Medan, Palembang, Pekanbaru, "
        "Semarang, South Tangerang, Surabaya, Tangerang"
    ),
    "Asia/Jerusalem": "Haifa, Tel Aviv",
    "Asia/Karachi": (
        "Bannu, Faisalabad, Gujranwala, Hyderabad, Lahore, Multan, Peshawar, Quetta, Rawalpindi"
    ),
    "Asia/Kolkata": (
        "Agra, Ahmedabad, Amritsar, Aurangabad, Bangalore, Bengaluru, Bhopal, Bombay, Calcutta, "
        "Chennai, Cochin, Coimbatore, Delhi, Dhanbad, Dombivali, Faridabad, Ghāziābād, Gorakhpur, "
        "Hyderabad, Indore, Jaipur, Jamshedpur, Kallakurichi, Kalyān, Kanpur, Kochi, Lucknow, "
        "Ludhiana, Madras, Madurai, Meerut, Mumbai, Nagpur, Najafgarh, Nashik, Navi Mumbai, New "
        "Delhi, Nowrangapur, Patna, Pimpri, Pimpri-Chinchwad, Poona, Pune, Rājkot, Srinagar, "
        "Surat, Thāne, Thiruvananthapuram, Tirunelveli, Trivandrum, Vadodara, Varanasi, Virār"
    ),
    "Asia/Manila": "Budta, Caloocan, Davao, Davao City, Quezon City, Taguig",
    "Asia/Riyadh": "Dammam, Jeddah, Jidda, Madinah, Makkah, Mecca",
    "Asia/Seoul": "Busan, Daegu, Daejeon, Gwangju, Incheon, Pusan, Suwon",
    "Asia/Shanghai": (
        "Anshan, Anyang, Baoding, Baoji, Baotou, Bayan Nur, Bazhong, Beijing, Bozhou, Canton, "
        "Changchun, Changde, Changsha, Changshu, Changzhi, Changzhou, Chaozhou, Chengdu, "
        "Chongqing, Cixi, Dalian, Daqing, Datong, Dazhou, Dongguan, Foshan, Fushun, Fuyang, "
        "Fuzhou, Ganzhou, Guangzhou, Guankou, Guilin, Guiyang, Haikou, Handan, Hangzhou, Harbin, "
        "Hefei, Heshan, Heze, Hohhot, Huai'an, Huaian, Huainan, Huizhou, Jiangmen, Jiangyin, "
        "Jiaxing, Jieyang, Jilin, Jinan, Jinhua, Jining, Jinjiang, Jinzhong, Jiujiang, Kaifeng, "
        "Kunming, Kunshan, Lanzhou, Lianyungang, Liaocheng, Linyi, Liupanshui, Liuzhou, Lu'an, "
        "Luan, Lüliang, Luohe, Luoyang, Maoming, Mianyang, Nanchang, Nanchong, Nanjing, Nanning, "
        "Nantong, Nanyang, Neijiang, Ningbo, Ordos, Panjin, Peking, Pudong, Putian, Putuo, "
        "Puyang, Qingdao, Qingpu, Qingyang, Qingyuan, Qinzhou, Quanzhou, Qujing, Shangqiu, "
        "Shantou, Shaoxing, Shenyang, Shenzhen, Shijiazhuang, Shiyan, Suqian, Suzhou, Tai'an, "
        "Taian, Taiyuan, Taizhou, Tangshan, Tianjin, Tianshui, Wanzhou, Weifang, Weinan, Wenzhou, "
        "Wuhan, Wuhu, Wuxi, Wuzhong, Xi'an, Xiamen, Xian, Xiangyang, Xining, Xinyang, Xuchang, "
        "Xuzhou, Yancheng, Yangjiang, Yangpu, Yangzhou, Yantai, Yichang, Yinchuan, Yiwu, Yixing, "
        "Yunfu, Zhangjiagang, Zhanjiang, Zhaoqing, Zhengzhou, Zhongshan, Zhongwei, Zhuhai, Zibo, "
        "Zigong, Zunyi"
    ),
    "Asia/Taipei": "Kaohsiung, New Taipei City, Taichung, Tainan",
    "Asia/Tehran": "Esfahan, Isfahan, Karaj, Mashhad, Shiraz, Tabriz",
    "Asia/Tokyo": (
        "Fukuoka, Hiroshima, Kawasaki, Kobe, Kyoto, Nagoya, Osaka, Saitama, Sapporo, Yokohama"
    ),
    "Asia/Yangon": "Mandalay, Rangoon",
    "Asia/Yekaterinburg": "Chelyabinsk",
    "Australia/Sydney": "Canberra",
    "Europe/Amsterdam": "Rotterdam, The Hague",
    "Europe/Berlin": (
        "Cologne, Dresden, Düsseldorf, Frankfurt, Hamburg, Köln, Leipzig, München, Munich, "
        "Stuttgart"
    ),
    "Europe/Copenhagen": "København",
    "Europe/Istanbul": (
        "Adana, Ankara, Antalya, Bursa, Diyarbakir, Diyarbakır, Gaziantep, İzmir, Izmir, Kayseri, "
        "Konya"
    ),
    "Europe/Kyiv": "Kharkiv, Kiev",
    "Europe/Lisbon": "Porto",
    "Europe/London": (
        "Birmingham, Bristol, Cardiff, Edinburgh, Glasgow, Leeds, Liverpool, Manchester"
    ),
    "Europe/Madrid": "Barcelona, Sevilla, Valencia",
    "Europe/Moscow": "Kazan, Nizhniy Novgorod, Saint Petersburg, St. Petersburg",
    "Europe/Paris": "Bordeaux, Lyon, Marseille, Nice, Toulouse",
    "Europe/Prague": "Praha",
    "Europe/Rome": "Florence, Milan, Milano, Naples, Napoli, Roma, Torino, Turin, Venice",
    "Europe/Vienna": "Wien",
    "Europe/Warsaw": "Warszawa",
    "Europe/Zurich": "Basel, Bern, Geneva",
    "Pacific/Auckland": "Christchurch, Wellington",
}
